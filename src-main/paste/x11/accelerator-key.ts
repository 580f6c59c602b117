// The key of an accelerator as X11 knows it, so that it can be seen whether it is down.
// Pure. Never guess: a key that has no entry here is not told of.

/** Keysyms (X11 protocol, appendix A; keysymdef.h) of the names that Electron's accelerators have for them, lower case. */
const NAMED: Readonly<Record<string, number>> = {
  space: 0x20,
  tab: 0xff09,
  backspace: 0xff08,
  delete: 0xffff,
  insert: 0xff63,
  return: 0xff0d,
  enter: 0xff0d,
  up: 0xff52,
  down: 0xff54,
  left: 0xff51,
  right: 0xff53,
  home: 0xff50,
  end: 0xff57,
  pageup: 0xff55,
  pagedown: 0xff56,
  escape: 0xff1b,
  esc: 0xff1b,
  printscreen: 0xff61,
};
const F1 = 0xffbe;

/**
 * The keysym of an accelerator's own key, its last part: of "CommandOrControl+Shift+V" that of v.
 * https://www.electronjs.org/docs/latest/api/accelerator
 * @returns null for signs that lie behind Shift on some keyboards, and for the keys of players and number pads
 */
export function acceleratorKeysym(accelerator: string): number | null {
  const name = accelerator.split('+').at(-1)?.trim().toLowerCase() ?? '';
  // Latin letters and digits have their own code.
  if (/^[a-z0-9]$/.test(name)) return name.charCodeAt(0);
  const f = /^f([1-9]|1\d|2[0-4])$/.exec(name)?.[1];
  return f === undefined ? (Object.hasOwn(NAMED, name) ? (NAMED[name] ?? null) : null) : F1 + Number(f) - 1;
}
