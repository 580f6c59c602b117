// Which clipboard source a system has, from its platform and its environment alone.
// Never claim more than is so: where a desktop hides copies from us, that is said in words.

import { join } from 'node:path';
import { type Said, said } from '../../src-shared/i18n/said';

type X11Choice = {
  readonly type: 'x11';
  readonly display: string;
  /** One line in words where X11 sees a part of the copies only; null where it sees all. */
  readonly caveat: Said | null;
};
type NoChoice = { readonly type: 'none'; readonly trouble: Said };

export type SourceChoice =
  | X11Choice
  | {
      readonly type: 'wayland';
      /** Of the compositor's socket. */
      readonly path: string;
      /** What there is where the compositor lets nobody in the background see copies (no data-control). */
      readonly otherwise: X11Choice | NoChoice;
    }
  | { readonly type: 'polling' }
  | NoChoice;

const XWAYLAND = said('xwaylandOnly');
const WAYLAND = said('waylandHidesCopies');
const NO_DISPLAY = said('noDisplay');

/**
 * @param platform as process.platform has it.
 * @param env the environment; DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR and XDG_SESSION_TYPE are looked at.
 */
export function chooseSource(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): SourceChoice {
  if (platform === 'darwin' || platform === 'win32') return { type: 'polling' };
  const wayland = Boolean(env.WAYLAND_DISPLAY) || env.XDG_SESSION_TYPE === 'wayland';
  const otherwise: X11Choice | NoChoice = env.DISPLAY
    ? { type: 'x11', display: env.DISPLAY, caveat: wayland ? XWAYLAND : null }
    : { type: 'none', trouble: wayland ? WAYLAND : NO_DISPLAY };
  const path = wayland ? socketPath(env) : null;
  return path === null ? otherwise : { type: 'wayland', path, otherwise };
}

/** As wl_display_connect(3) finds it; null where it is named by no whole path and there is no XDG_RUNTIME_DIR. */
function socketPath(env: NodeJS.ProcessEnv): string | null {
  const name = env.WAYLAND_DISPLAY || 'wayland-0';
  if (name.startsWith('/')) return name;
  return env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, name) : null;
}
