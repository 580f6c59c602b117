// Which clipboard source a system has, from its platform and its environment alone.
// Never claim more than is so: where a desktop hides copies from us, that is said in words.

export type SourceChoice =
  | {
      readonly type: 'x11';
      readonly display: string;
      /** One line in words where X11 sees a part of the copies only; null where it sees all. */
      readonly caveat: string | null;
    }
  | { readonly type: 'polling' }
  | { readonly type: 'none'; readonly trouble: string };

const XWAYLAND =
  'This is a Wayland desktop: Clipstead sees only what is copied while an X11 program has the focus.';
const WAYLAND =
  'This is a Wayland desktop without X11 programs (Xwayland); Clipstead cannot see copies here yet.';
const NO_DISPLAY = 'There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.';

/**
 * @param platform as process.platform has it.
 * @param env the environment; DISPLAY, WAYLAND_DISPLAY and XDG_SESSION_TYPE are looked at.
 */
export function chooseSource(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): SourceChoice {
  if (platform === 'darwin' || platform === 'win32') return { type: 'polling' };
  const wayland = Boolean(env.WAYLAND_DISPLAY) || env.XDG_SESSION_TYPE === 'wayland';
  if (env.DISPLAY) return { type: 'x11', display: env.DISPLAY, caveat: wayland ? XWAYLAND : null };
  return { type: 'none', trouble: wayland ? WAYLAND : NO_DISPLAY };
}
