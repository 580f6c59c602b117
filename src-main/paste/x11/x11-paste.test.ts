// Pastes into real programs under a real window manager: the right text into the right window, or nothing and why.
// Never trust the port's own word for a paste: each test reads what the program got.

import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Env, GtkWindow, run, XtermWindow } from '../../../e2e/support/programs';
import { said } from '../../../src-shared/i18n/said';
import { planRead } from '../../capture/planner';
import { startDisplay, type TestDisplay, until } from '../../clipboard/testing/display';
import { copyText, pasteText } from '../../clipboard/testing/programs';
import { XConnection } from '../../clipboard/x11/connection';
import { DisplayLink } from '../../clipboard/x11/display-link';
import { X11Clipboard } from '../../clipboard/x11/x11-clipboard';
import type { PasteTarget } from '../port';
import { X11Paste } from './x11-paste';

let screen: TestDisplay;
let env: Env;
let clipboard: X11Clipboard;
let paste: X11Paste;
let entry: GtkWindow;
let x: XConnection;

beforeAll(async () => {
  screen = await startDisplay({ windowManager: true });
  env = { ...screen.env, NO_AT_BRIDGE: '1' } as Env;
  const link = new DisplayLink(screen.display);
  clipboard = new X11Clipboard(link, planRead);
  paste = new X11Paste(link, () => clipboard);
  link.add({
    up: async (connection) => {
      x = connection;
    },
    down: () => {},
  });
  await link.start();
  entry = await GtkWindow.open(env, 'target');
}, 30_000);

afterAll(async () => {
  entry?.close();
  await clipboard?.stop();
  await screen?.stop();
});

beforeEach(async () => {
  await entry.focus();
  await until('the entry to have the focus', () => entry.hasFocus());
  await entry.clear();
});

async function put(text: string): Promise<void> {
  await clipboard.write([{ mime: 'text/plain', bytes: Buffer.from(text) }]);
}

async function target(): Promise<PasteTarget> {
  return until('a target', () => paste.currentTarget());
}

function xtermTarget(): Promise<PasteTarget> {
  return until('xterm to be the target', async () => {
    const now = await paste.currentTarget();
    return now?.app === 'XTerm' ? now : null;
  });
}

/** What the entry got. */
function typed(): Promise<string> {
  return until('the text', async () => (await entry.text()) || null);
}

/** Opens a window that takes the focus, as the picker does. */
async function distraction(): Promise<GtkWindow> {
  const before = await target();
  const other = await GtkWindow.open(env, 'distraction');
  await until('the other window to have the focus', () => other.hasFocus());
  // A program knows of its focus before the window manager has said so to everybody.
  await until('the other window to be the target', async () => (await target()).window !== before.window);
  return other;
}

test('pastes by Ctrl+V into the window that gets the focus back', async () => {
  const into = await target();
  const picker = await distraction();
  await put('into the entry ✓');
  picker.close();
  expect(await paste.paste(into)).toEqual({ pasted: true });
  expect(await typed()).toBe('into the entry ✓');
  expect(await paste.taken()).toBe('taken');
});

test('asks the window manager for the focus where it does not come back by itself', async () => {
  const into = await target();
  const other = await distraction();
  await put('asked for');
  expect(await paste.paste(into)).toEqual({ pasted: true });
  expect(await typed()).toBe('asked for');
  expect(await other.text()).toBe('');
  other.close();
});

test('tells whether a modifier is held', async () => {
  expect(await paste.modifiersHeld()).toBe(false);
  await run('xdotool', ['keydown', 'ctrl'], { env });
  try {
    expect(await paste.modifiersHeld()).toBe(true);
  } finally {
    await run('xdotool', ['keyup', 'ctrl'], { env });
  }
  expect(await paste.modifiersHeld()).toBe(false);
});

test('waits until the hotkey’s own key is up, and says at once where it cannot tell', async () => {
  const told = vi.fn();
  await run('xdotool', ['keydown', 'ctrl', 'keydown', 'v'], { env });
  try {
    const lifted = paste.keyLifted('CommandOrControl+Shift+V').then(told);
    await run('xdotool', ['keyup', 'ctrl'], { env });
    expect(await paste.keyLifted('CommandOrControl+Shift+B')).toBe(true);
    expect(told).not.toHaveBeenCalled();
    await run('xdotool', ['keyup', 'v'], { env });
    await lifted;
  } finally {
    await run('xdotool', ['keyup', 'v', 'keyup', 'ctrl'], { env });
  }
  expect(told.mock.calls).toEqual([[true]]);
  expect(await paste.keyLifted('MediaPlayPause')).toBe(false);
});

test.each(['shift', 'ctrl', 'alt', 'super'])('lifts a held %s first', async (key) => {
  const into = await target();
  await put(`held ${key}`);
  await run('xdotool', ['keydown', key], { env });
  try {
    expect(await paste.paste(into)).toEqual({ pasted: true });
    expect(await typed()).toBe(`held ${key}`);
  } finally {
    await run('xdotool', ['keyup', key], { env });
  }
});

test('pastes into an xterm by Shift+Insert, through PRIMARY', async () => {
  const xterm = await XtermWindow.open(env);
  await xterm.focus();
  const into = await xtermTarget();
  await put('echo terminal');
  expect(await paste.paste(into)).toEqual({ pasted: true });
  expect(await until('the text', () => xterm.text() || null)).toBe('echo terminal');
  expect(await paste.taken()).toBe('taken');
  xterm.close();
});

test('presses nothing where another program has taken the clipboard', async () => {
  const into = await target();
  await put('ours');
  await entry.copy('theirs');
  await until('the loss', async () => !(await clipboard.owns(false)));
  expect(await paste.paste(into)).toEqual({
    pasted: false,
    why: said('clipboardReplaced'),
    replaced: true,
  });
  expect(await entry.text()).toBe('');
});

test('a program that hangs has not asked; it pastes once when it goes on', async () => {
  const into = await target();
  await put('late');
  entry.hang();
  try {
    expect(await paste.paste(into)).toEqual({ pasted: true });
    expect(await paste.taken()).toBe('not-asked');
  } finally {
    entry.resume();
  }
  expect(await typed()).toBe('late');
  expect(await paste.taken()).toBe('not-asked');
});

test('what another program copies before the paste has come is what is pasted, and that is told', async () => {
  const into = await target();
  await put('ours');
  entry.hang();
  const xclip = await (async () => {
    try {
      expect(await paste.paste(into)).toEqual({ pasted: true });
      return await copyText(screen, 'theirs');
    } finally {
      entry.resume();
    }
  })();
  expect(await paste.taken()).toBe('replaced');
  expect(await typed()).toBe('theirs');
  xclip.kill();
});

test('a program that takes nothing of what the clip is refuses it', async () => {
  await clipboard.write([{ mime: 'image/png', bytes: Buffer.from('no text') }]);
  expect(await paste.paste(await target())).toEqual({ pasted: true });
  expect(await paste.taken()).toBe('refused');
  expect(await entry.text()).toBe('');
});

test('giveBack() replaces what was pasted, and nothing else', async () => {
  await put('pasted');
  const former = [{ mime: 'text/plain', bytes: Buffer.from('former') }];
  expect(await paste.giveBack(former)).toBe(true);
  expect((await pasteText(screen))?.toString()).toBe('former');
  await entry.copy('theirs');
  await until('the loss', async () => !(await clipboard.owns(false)));
  expect(await paste.giveBack(former)).toBe(false);
  expect((await pasteText(screen))?.toString()).toBe('theirs');
});

test.each(['Caps_Lock', 'Num_Lock'])('%s changes nothing, in an entry and in an xterm', async (key) => {
  const xterm = await XtermWindow.open(env);
  await xterm.focus();
  await run('xdotool', ['key', key], { env });
  try {
    await put(`With ${key}`);
    expect(await paste.paste(await xtermTarget())).toEqual({ pasted: true });
    expect(await until('the text', () => xterm.text() || null)).toBe(`With ${key}`);
    await entry.focus();
    // A program knows of its focus before the window manager has said so to everybody.
    const into = await until('the entry to be the target', async () => {
      const now = await paste.currentTarget();
      return now?.app === 'XTerm' ? null : now;
    });
    expect(await paste.paste(into)).toEqual({ pasted: true });
    expect(await typed()).toBe(`With ${key}`);
  } finally {
    await run('xdotool', ['key', key], { env });
    xterm.close();
  }
});

test('a mouse button that is still held changes nothing', async () => {
  const into = await target();
  await put('with a button held');
  // Over the entry: on the desktop it would open the window manager's menu.
  await run('xdotool', ['mousemove', '--window', String(into.window), '40', '15', 'mousedown', '1'], { env });
  try {
    expect(await paste.paste(into)).toEqual({ pasted: true });
    expect(await typed()).toBe('with a button held');
  } finally {
    await run('xdotool', ['mouseup', '1'], { env });
  }
});

test('where another program holds the keyboard nothing is pressed; once it lets go, the paste goes on', async () => {
  const into = await target();
  await put('not for a locked screen');
  const locker = await XConnection.open(screen.display);
  const grab = () =>
    locker.request<number>((done) => locker.client.GrabKeyboard(locker.root, 0, 0, 1, 1, done));
  expect(await grab()).toBe(0);
  expect(await paste.paste(into)).toEqual({ pasted: false, why: said('keyboardHeld') });
  expect(await entry.text()).toBe('');
  const pasting = paste.paste(into);
  await new Promise((resolve) => setTimeout(resolve, 50));
  locker.client.UngrabKeyboard(0);
  expect(await pasting).toEqual({ pasted: true });
  expect(await typed()).toBe('not for a locked screen');
  locker.close();
});

test('a window that was minimised meanwhile is brought back', async () => {
  const into = await target();
  const other = await distraction();
  await run('xdotool', ['windowminimize', '--sync', String(into.window)], { env });
  await put('was minimised');
  expect(await paste.paste(into)).toEqual({ pasted: true });
  expect(await typed()).toBe('was minimised');
  expect(await other.text()).toBe('');
  other.close();
});

test('nobody is taken to another desktop for a paste: the window manager decides, and this one does not', async () => {
  const into = await target();
  const other = await distraction();
  const window = String(into.window);
  await run('xdotool', ['set_desktop_for_window', window, '1'], { env });
  await put('on another desktop');
  expect(await paste.paste(into)).toEqual({ pasted: false, why: said('focusNotBack') });
  expect([await entry.text(), await other.text()]).toEqual(['', '']);
  other.close();
  await run('xdotool', ['set_desktop_for_window', window, '0'], { env });
});

test('says so where another program has taken the clipboard before a paste through PRIMARY', async () => {
  await put('ours');
  await entry.copy('theirs');
  await until('the loss', async () => !(await clipboard.ownPrimary()));
  const into = { ...(await target()), app: 'XTerm' };
  expect(await paste.paste(into)).toMatchObject({ pasted: false, why: said('clipboardReplaced') });
});

test('says so where the window has gone', async () => {
  const gone = await distraction();
  const into = await target();
  gone.close();
  await until('the window to be gone', async () => (await paste.currentTarget())?.window !== into.window);
  await put('nowhere');
  expect(await paste.paste(into)).toEqual({ pasted: false, why: said('windowGone') });
});

test('presses nothing where the focus does not come back', async () => {
  await put('nobody gets this');
  // A window that exists and is never shown cannot get the focus.
  expect(await paste.paste({ window: x.createWindow(), app: null })).toEqual({
    pasted: false,
    why: said('focusNotBack'),
  });
  expect(await entry.text()).toBe('');
});

test('finds v wherever the layout has it', async () => {
  const into = await target();
  try {
    for (const layout of [['us', '-variant', 'dvorak'], ['ru,us'], ['fr']]) {
      await run('setxkbmap', layout, { env });
      await entry.clear();
      await put(`layout ${layout[0]}`);
      expect(await paste.paste(into)).toEqual({ pasted: true });
      expect(await typed()).toBe(`layout ${layout[0]}`);
    }
  } finally {
    await run('setxkbmap', ['us'], { env });
  }
});

describe.each(['ru', 'gr'])('where the layout has no v (%s), Shift+Insert pastes', (layout) => {
  beforeEach(() => run('setxkbmap', [layout], { env }));
  afterEach(() => run('setxkbmap', ['us'], { env }));

  test('into a window that would take Ctrl+V', async () => {
    await put(`layout ${layout}`);
    expect(await paste.paste(await target())).toEqual({ pasted: true });
    expect(await typed()).toBe(`layout ${layout}`);
  });

  // xterm stands for the terminals that would take Ctrl+Shift+V: its Shift+Insert takes PRIMARY as theirs does.
  test('into a terminal', async () => {
    const xterm = await XtermWindow.open(env);
    await xterm.focus();
    const into = await xtermTarget();
    await put(`layout ${layout}`);
    expect(await paste.paste({ ...into, app: 'kitty' })).toEqual({ pasted: true });
    expect(await until('the text', () => xterm.text() || null)).toBe(`layout ${layout}`);
    xterm.close();
  });
});

test('a paste that fails for the focus leaves the selection as it was', async () => {
  const xclip = await copyText(screen, 'selected by the user', { selection: 'primary' });
  await put('not pasted');
  const into = { window: x.createWindow(), app: 'XTerm' };
  expect(await paste.paste(into)).toMatchObject({ pasted: false });
  expect((await pasteText(screen, { selection: 'primary' }))?.toString()).toBe('selected by the user');
  xclip.kill();
});

test('a window of our own process is no target', async () => {
  const { window } = await target();
  const pid = Number(
    execFileSync('xprop', ['-id', String(window), '-notype', '_NET_WM_PID'], { env: screen.env })
      .toString()
      .split('=')[1],
  );
  const link = new DisplayLink(screen.display);
  const ours = new X11Paste(link, () => clipboard, pid);
  await link.start();
  expect(await ours.currentTarget()).toBeNull();
  link.stop();
});
