// What we serve on X11, as other programs see it: every target of ICCCM that matters, large ones, several at once, slow ones.
// Never ask through our own reader alone: xclip and raw requests ask too.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { X11Event } from 'x11';
import { INCR_CHUNK_BYTES, TAKEN_QUIET_MS } from '../../../src-shared/limits';
import { planRead } from '../../capture/planner';
import { startDisplay, type TestDisplay, until } from '../testing/display';
import { pasteText } from '../testing/programs';
import { ScriptedOwner } from '../testing/scripted-owner';
import {
  PROPERTY_NEW,
  PROPERTY_NOTIFY,
  SELECTION_CLEAR,
  SELECTION_NOTIFY,
  SELECTION_REQUEST,
  XConnection,
} from './connection';
import { DisplayLink } from './display-link';
import { SelectionOwner } from './selection-owner';
import { X11Clipboard } from './x11-clipboard';

let screen: TestDisplay;
let port: X11Clipboard;
/** Another program's connection. */
let x: XConnection;
let window: number;

beforeEach(async () => {
  screen = await startDisplay();
  const link = new DisplayLink(screen.display);
  // This process is the other program too.
  port = new X11Clipboard(link, planRead, { ownPid: 0 });
  await link.start();
  x = await XConnection.open(screen.display);
  window = x.createWindow();
});
afterEach(async () => {
  x.close();
  await port.stop();
  await screen.stop();
});

const text = (value: string | Uint8Array) => [{ mime: 'text/plain', bytes: Buffer.from(value) }];

/** Asks as a program does, without INCR. @returns the property, or null where it is refused. */
async function ask(target: string, options: { time?: number; property?: string; selection?: string } = {}) {
  const atom = await x.intern(target);
  const property = options.property === '' ? 0 : await x.intern(options.property ?? `INTO_${target}`);
  const selection = await x.intern(options.selection ?? 'CLIPBOARD');
  const answered = new Promise<number>((resolve) => {
    const stop = x.onEvent((event) => {
      if (event.type !== SELECTION_NOTIFY || event.target !== atom) return;
      stop();
      resolve(event.property);
    });
  });
  x.client.ConvertSelection(window, selection, atom, property, options.time ?? 0);
  const into = await answered;
  return into === 0 ? null : x.getProperty(window, into, 1_000_000);
}

async function names(atoms: Buffer): Promise<(string | null)[]> {
  const list = Array.from({ length: atoms.length / 4 }, (_, n) => atoms.readUInt32LE(n * 4));
  return Promise.all(list.map((atom) => x.atomName(atom)));
}

test('TARGETS lists what is served, STRING only where Latin-1 holds the text', async () => {
  const common = [
    'TARGETS',
    'TIMESTAMP',
    'MULTIPLE',
    'SAVE_TARGETS',
    'UTF8_STRING',
    'text/plain;charset=utf-8',
    'text/plain',
  ];
  await port.write(text('für'));
  const latin = await ask('TARGETS');
  expect(latin).toMatchObject({ format: 32, type: x.atom('ATOM') });
  expect(await names(latin?.data ?? Buffer.alloc(0))).toEqual([...common, 'TEXT', 'STRING']);
  await port.write(text('猫'));
  expect(await names((await ask('TARGETS'))?.data ?? Buffer.alloc(0))).toEqual([...common, 'TEXT']);
});

test.each(['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain', 'TEXT'])(
  '%s is UTF-8',
  async (target) => {
    await port.write(text('für 猫'));
    const answer = await ask(target);
    expect(answer?.data.toString()).toBe('für 猫');
    expect(answer?.type).toBe(await x.intern(target === 'TEXT' ? 'UTF8_STRING' : target));
  },
);

test('STRING is Latin-1, and refused where the text has no Latin-1 form', async () => {
  await port.write(text('für'));
  expect((await ask('STRING'))?.data).toEqual(Buffer.from([0x66, 0xfc, 0x72]));
  for (const other of ['猫', Buffer.from([0x61, 0xff]), Buffer.from([0xc3])]) {
    await port.write(text(other));
    expect(await ask('STRING')).toBeNull();
  }
});

test('other formats go out under their own names', async () => {
  await port.write([...text('plain'), { mime: 'text/html', bytes: Buffer.from('<b>rich</b>') }]);
  expect((await ask('text/html'))?.data.toString()).toBe('<b>rich</b>');
  expect((await ask('text/plain'))?.data.toString()).toBe('plain');
});

test('all formats of a clip are offered together, RTF under each of its names', async () => {
  const list = Buffer.from('cut\nfile:///a%20b');
  await port.write([
    { mime: 'x-special/gnome-copied-files', bytes: list },
    ...text('/a b'),
    { mime: 'text/rtf', bytes: Buffer.from('{\\rtf1}') },
    { mime: 'image/png', bytes: Buffer.from([0x89, 0x50, 0, 0xff]) },
  ]);
  const offered = await names((await ask('TARGETS'))?.data ?? Buffer.alloc(0));
  expect(offered.slice(4)).toEqual([
    'x-special/gnome-copied-files',
    ...['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain', 'TEXT', 'STRING'],
    ...['text/rtf', 'application/rtf', 'text/richtext'],
    'image/png',
  ]);
  expect((await ask('x-special/gnome-copied-files'))?.data).toEqual(list);
  for (const target of ['text/rtf', 'application/rtf', 'text/richtext']) {
    const answer = await ask(target);
    expect(answer?.data.toString()).toBe('{\\rtf1}');
    expect(answer?.type).toBe(await x.intern(target));
  }
  expect((await ask('image/png'))?.data).toEqual(Buffer.from([0x89, 0x50, 0, 0xff]));
  expect((await ask('UTF8_STRING'))?.data.toString()).toBe('/a b');
});

test('plain text alone offers no RTF', async () => {
  await port.write(text('x'));
  expect(await ask('text/rtf')).toBeNull();
  expect(await ask('application/rtf')).toBeNull();
});

test('TIMESTAMP is the server’s time of taking the selection, never 0', async () => {
  const before = await x.serverTime();
  await port.write(text('x'));
  const time = (await ask('TIMESTAMP'))?.data.readUInt32LE(0) ?? 0;
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(await x.serverTime());
});

test('a request from before we owned the selection is refused, one from after is served', async () => {
  const before = await x.serverTime();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await port.write(text('x'));
  expect(await ask('UTF8_STRING', { time: before })).toBeNull();
  expect((await ask('UTF8_STRING', { time: await x.serverTime() }))?.data.toString()).toBe('x');
});

test('what is not offered is refused', async () => {
  await port.write(text('x'));
  expect(await ask('image/png')).toBeNull();
  expect(await ask('COMPOUND_TEXT')).toBeNull();
});

test('a requestor of before ICCCM, without a property, gets its answer under the target’s name', async () => {
  await port.write(text('old'));
  expect((await ask('UTF8_STRING', { property: '' }))?.data.toString()).toBe('old');
});

test('MULTIPLE answers each pair and marks the refused ones', async () => {
  await port.write(text('für'));
  const pairs = ['UTF8_STRING', 'A', 'image/png', 'B', 'STRING', 'C', 'MULTIPLE', 'D'];
  const atoms = await Promise.all(pairs.map((name) => x.intern(name)));
  await x.setProperty(window, await x.intern('PAIRS'), x.atom('ATOM_PAIR'), 32, atoms);
  const answer = await ask('MULTIPLE', { property: 'PAIRS' });
  const list = Array.from({ length: 8 }, (_, n) => answer?.data.readUInt32LE(n * 4));
  expect(list).toEqual([atoms[0], atoms[1], atoms[2], 0, atoms[4], atoms[5], atoms[6], 0]);
  expect((await x.getProperty(window, atoms[1] ?? 0, 100)).data.toString()).toBe('für');
  expect((await x.getProperty(window, atoms[5] ?? 0, 100)).data.toString('latin1')).toBe('für');
});

test.each([
  ['just below a chunk', INCR_CHUNK_BYTES],
  ['one byte more', INCR_CHUNK_BYTES + 1],
  ['an exact number of chunks', INCR_CHUNK_BYTES * 3],
  ['13.5 MB', 13_500_000],
])('%s arrives whole', async (_, size) => {
  const bytes = Buffer.alloc(size, 'abcdefg');
  await port.write(text(bytes));
  const got = await pasteText(screen);
  expect(got?.length).toBe(size);
  expect(got?.equals(bytes)).toBe(true);
});

test('a large image and its text go out side by side', async () => {
  const png = Buffer.alloc(5_000_000, 'pixels ');
  const words = Buffer.alloc(1_000_000, 'words ');
  await port.write([{ mime: 'image/png', bytes: png }, ...text(words)]);
  const [image, plain] = await Promise.all([pasteText(screen, { target: 'image/png' }), pasteText(screen)]);
  expect([image?.equals(png), plain?.equals(words)]).toEqual([true, true]);
});

test('several programs at once each get all of it', async () => {
  const bytes = Buffer.alloc(3_000_000, 'many readers ');
  await port.write(text(bytes));
  const got = await Promise.all(Array.from({ length: 5 }, () => pasteText(screen)));
  expect(got.map((each) => each?.equals(bytes))).toEqual([true, true, true, true, true]);
});

test('a program that stops taking chunks holds up nobody, and one that vanishes harms nothing', async () => {
  const bytes = Buffer.alloc(1_000_000, 'slow ');
  await port.write(text(bytes));
  // Asks, is told INCR, and never takes a chunk.
  expect((await ask('UTF8_STRING'))?.type).toBe(x.atom('INCR'));
  expect((await pasteText(screen))?.equals(bytes)).toBe(true);
  const dying = await XConnection.open(screen.display);
  const gone = dying.createWindow();
  dying.client.ConvertSelection(gone, dying.atom('CLIPBOARD'), await dying.intern('UTF8_STRING'), 1, 0);
  await dying.sync();
  dying.close();
  expect((await pasteText(screen))?.equals(bytes)).toBe(true);
});

test('a transfer that runs goes on with its own bytes while the next clip is written', async () => {
  const first = Buffer.alloc(INCR_CHUNK_BYTES * 2 + 10, 'first ');
  await port.write(text(first));
  const property = await x.intern('INTO');
  const utf8 = await x.intern('UTF8_STRING');
  const chunks: Buffer[] = [];
  const whole = new Promise<void>((resolve) => {
    x.onEvent((event) => {
      // Taking the INCR property starts the transfer; a second deletion would take a chunk along.
      if (event.type !== PROPERTY_NOTIFY || event.state !== PROPERTY_NEW || event.atom !== property) return;
      x.takeProperty(window, property, 10_000_000, true, (value) => {
        if (value === null || value.type === x.atom('INCR')) return;
        chunks.push(value.data);
        if (value.data.length === 0) resolve();
        else if (chunks.length === 1) void port.write(text('second'));
      });
    });
  });
  x.client.ConvertSelection(window, x.atom('CLIPBOARD'), utf8, property, 0);
  await whole;
  expect(Buffer.concat(chunks).equals(first)).toBe(true);
  expect((await pasteText(screen))?.toString()).toBe('second');
});

test('another program’s copy ends our ownership, and PRIMARY is not touched by a write', async () => {
  await port.write(text('ours'));
  expect(await ask('UTF8_STRING', { selection: 'PRIMARY' })).toBeNull();
  const owner = await ScriptedOwner.connect(screen.display);
  await owner.own({ offers: { UTF8_STRING: 'theirs' } });
  expect((await pasteText(screen))?.toString()).toBe('theirs');
  await until('the loss', async () => !(await port.ownPrimary()));
  owner.die();
});

test('whoever owns after a race serves: the notice of an older loss does not end a newer ownership', async () => {
  const owner = await ScriptedOwner.connect(screen.display);
  const seen = new Set<string>();
  for (let round = 0; round < 40; round++) {
    owner.ownNow({ offers: { UTF8_STRING: 'theirs' } });
    // Refused where the other came last.
    await port.write(text('ours')).catch(() => undefined);
    const answer = (await ask('UTF8_STRING'))?.data.toString() ?? 'nothing';
    seen.add(answer);
  }
  expect([...seen].sort()).not.toContain('nothing');
  expect(seen.has('ours')).toBe(true);
  owner.die();
});

test('a notice of loss from before we took the selection is not about this ownership', async () => {
  const owner = new SelectionOwner(x);
  const selection = x.atom('CLIPBOARD');
  await owner.own(selection, text('x'));
  const loss = { type: SELECTION_CLEAR, selection, owner: owner.window } as X11Event;
  owner.handle({ ...loss, seq: x.client.seq_num - 3 });
  expect(owner.offered(selection)).not.toBeNull();
  owner.handle({ ...loss, seq: x.client.seq_num });
  expect(owner.offered(selection)).toBeNull();
});

test('ownPrimary() offers the clip on PRIMARY too', async () => {
  await port.write(text('both'));
  expect(await port.ownPrimary()).toBe(true);
  expect((await pasteText(screen, { selection: 'primary' }))?.toString()).toBe('both');
});

describe('what a program takes', () => {
  /** What the window manager says which window is active. */
  const activate = async (active: number) => {
    await x.setProperty(x.root, x.atom('_NET_ACTIVE_WINDOW'), x.atom('WINDOW'), 32, [active]);
    await x.sync();
  };
  let taken: number;
  beforeEach(async () => {
    taken = 0;
    await port.start((event) => {
      if (event.type === 'taken') taken++;
    });
  });

  test('is told once a paste, when the active window’s program has its formats', async () => {
    await activate(window);
    await port.write([...text('plain'), { mime: 'text/html', bytes: Buffer.from('<b>rich</b>') }]);
    await ask('TARGETS');
    await ask('text/html');
    await ask('UTF8_STRING');
    // A clipboard manager that looks too is none of the paste's.
    await pasteText(screen);
    await until('the paste', () => taken > 0);
    await port.write(text('second'));
    await ask('UTF8_STRING');
    await until('the second paste', () => taken > 1);
    expect(taken).toBe(2);
  });

  test('is no paste where a program asks that is not the active one, or only for the names, or before a new write', async () => {
    await port.write(text('für'));
    await activate(window);
    await ask('TARGETS');
    await ask('TIMESTAMP');
    expect((await pasteText(screen))?.toString()).toBe('für');
    await ask('UTF8_STRING');
    await port.write(text('next'));
    // What comes after all that could have been told.
    await new Promise((resolve) => setTimeout(resolve, TAKEN_QUIET_MS * 2));
    expect(taken).toBe(0);
  });

  test('is no paste where it is our own window that asks', async () => {
    const link = new DisplayLink(screen.display);
    const ours = new X11Clipboard(link, planRead);
    await link.start();
    await ours.start((event) => {
      if (event.type === 'taken') taken++;
    });
    await x.setProperty(window, x.atom('_NET_WM_PID'), x.atom('CARDINAL'), 32, [process.pid]);
    await ours.write(text('into the picker'));
    await activate(window);
    expect((await ask('UTF8_STRING'))?.data.toString()).toBe('into the picker');
    await new Promise((resolve) => setTimeout(resolve, TAKEN_QUIET_MS * 2));
    expect(taken).toBe(0);
    await ours.stop();
  });

  test('is told though another window becomes active right after it', async () => {
    await activate(window);
    await port.write(text('pasted'));
    await ask('UTF8_STRING');
    await x.sync();
    await new Promise((resolve) => setTimeout(resolve, TAKEN_QUIET_MS / 4));
    await activate(x.root);
    await until('the paste', () => taken === 1);
  });

  test('is told of a large content when all of it has gone over', async () => {
    const large = Buffer.alloc(INCR_CHUNK_BYTES * 2 + 1, 'x');
    await port.write(text(large));
    await x.watchProperties(window, true);
    await activate(window);
    const into = await x.intern('INTO');
    let got = 0;
    let started = false;
    let early = 0;
    const finished = new Promise<void>((resolve) => {
      x.onEvent(async (event) => {
        if (event.type === SELECTION_NOTIFY) {
          started = true;
          x.client.DeleteProperty(window, into);
        }
        if (event.type !== PROPERTY_NOTIFY || event.state !== PROPERTY_NEW || event.atom !== into) return;
        if (!started) return;
        // Slower than the quiet that ends a paste.
        await new Promise((done) => setTimeout(done, TAKEN_QUIET_MS * 2));
        if (got < large.length) early += taken;
        x.takeProperty(window, into, 1_000_000, true, (chunk) => {
          if (chunk === null || chunk.type === x.atom('INCR')) return;
          got += chunk.data.length;
          if (chunk.data.length === 0) resolve();
        });
      });
    });
    x.client.ConvertSelection(window, x.atom('CLIPBOARD'), await x.intern('UTF8_STRING'), into, 0);
    await finished;
    expect([got, early]).toEqual([large.length, 0]);
    await until('the paste', () => taken === 1);
  });
});

test('where PRIMARY is ours, a new clip is offered there too; where it is not, it is left alone', async () => {
  await port.write(text('first'));
  expect(await pasteText(screen, { selection: 'primary' })).toBeNull();
  await port.ownPrimary();
  await port.write(text('second'));
  expect((await pasteText(screen, { selection: 'primary' }))?.toString()).toBe('second');
});

test('what another program selects while a new clip is written stays selected', async () => {
  const primary = x.atom('PRIMARY');
  for (let round = 0; round < 60; round++) {
    await port.write(text('first'));
    await port.ownPrimary();
    const written = port.write(text('second'));
    // At another moment of the write each time.
    for (let turn = 0; turn < round % 12; turn++) await new Promise((resolve) => setImmediate(resolve));
    x.client.SetSelectionOwner(window, primary, 0);
    await Promise.all([written, x.sync()]);
    expect(await x.getSelectionOwner(primary)).toBe(window);
  }
});

/** The server notices the end of a connection in its own time; whoever asks before that waits for ever. */
function weAreGone() {
  return until('the end', async () => (await x.getSelectionOwner(x.atom('CLIPBOARD'))) === 0);
}

describe('at the end, where a clipboard manager runs', () => {
  let keeper: ScriptedOwner;
  /** What the manager was asked to save. */
  let saved: (string | null)[] | null;

  beforeEach(async () => {
    keeper = await ScriptedOwner.connect(screen.display);
    saved = null;
  });
  afterEach(() => keeper.die());

  /** Becomes the clipboard manager, as its specification has it. @param save what it does before it answers */
  async function manage(save: (text: Buffer) => Promise<boolean>): Promise<void> {
    const manager = await x.intern('CLIPBOARD_MANAGER');
    x.client.SetSelectionOwner(window, manager, await x.serverTime());
    await x.sync();
    x.onEvent(async (event) => {
      if (event.type !== SELECTION_REQUEST) return;
      const { requestor, selection, target, time, property } = event;
      expect([selection, target]).toEqual([manager, await x.intern('SAVE_TARGETS')]);
      const list = await x.getProperty(requestor, property, 1_000);
      expect(list.type).toBe(x.atom('ATOM'));
      saved = await names(list.data);
      const done = await save((await ask('UTF8_STRING'))?.data ?? Buffer.alloc(0));
      const answer = { time, requestor, selection, target, property: done ? property : 0 };
      x.client.SendEvent(requestor, 0, 0, { name: 'SelectionNotify', ...answer });
    });
  }

  test('the clip outlives us', async () => {
    await port.write(text('für später'));
    await manage(async (bytes) => {
      await keeper.own({ offers: { UTF8_STRING: bytes } });
      return true;
    });
    const events: unknown[] = [];
    await port.start((event) => events.push(event));
    await port.stop();
    expect((await pasteText(screen))?.toString()).toBe('für später');
    expect(saved).toEqual(['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain', 'TEXT', 'STRING']);
    // Its taking over is no copy: nothing of it was asked for.
    expect([...keeper.requests.keys()]).toEqual(['UTF8_STRING']);
  });

  test.each([
    ['refuses', async () => false],
    ['never answers', () => new Promise<boolean>(() => {})],
  ])('one that %s does not keep us', async (_, save) => {
    await port.write(text('lost'));
    await manage(save);
    await port.stop();
    expect(saved).not.toBeNull();
    await weAreGone();
    expect(await pasteText(screen)).toBeNull();
  });

  test('it is not asked for what another program copied', async () => {
    await port.write(text('ours'));
    await manage(async () => true);
    await keeper.own({ offers: { UTF8_STRING: 'theirs' } });
    await until('the loss', async () => !(await port.ownPrimary()));
    await port.stop();
    expect((await pasteText(screen))?.toString()).toBe('theirs');
    expect(saved).toBeNull();
  });
});

test('at the end, where no clipboard manager runs, what we offered is gone', async () => {
  await port.write(text('gone'));
  await port.stop();
  await weAreGone();
  expect(await pasteText(screen)).toBeNull();
});
