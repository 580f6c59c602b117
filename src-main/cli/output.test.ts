import { describe, expect, it } from 'vitest';
import { oneLine, renderClips, renderLog, renderRules, renderStatus, toJson } from './output';
import type { CliClip } from './protocol';

const NOW = 1_800_000_000_000;
const clip = (part: Partial<CliClip>): CliClip => ({
  id: 1,
  kind: 'text',
  preview: 'hello',
  size: 5,
  createdAt: NOW,
  lastUsed: NOW,
  pinned: false,
  sourceApp: null,
  formats: ['text/plain'],
  masked: false,
  expiresAt: null,
  ...part,
});
const hostile = '\u001b]0;x\u0007\u001b[31mred\r\n\u0000\u007f\u009b2J\u202etxt\u2028\u{e0041}\ufeff\ud800';

describe('text on a terminal', () => {
  it('is one line without anything that a terminal obeys', () => {
    expect(oneLine(hostile)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(oneLine('a\tb\nc\u001b')).toBe('a␉b␊c␛');
  });

  it('keeps what people write', () => {
    const text = 'Grüße 👩‍👩‍👧 नमस्ते می‌خواهم 日本';
    expect(oneLine(text)).toBe(text);
  });
});

describe('JSON', () => {
  it('is one harmless line with the same value', () => {
    const text = toJson([{ preview: hostile }]);
    expect(text.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(text.endsWith('\n')).toBe(true);
    expect(JSON.parse(text)).toEqual([{ preview: hostile }]);
  });
});

describe('the table', () => {
  it('is aligned', () => {
    const clips = [
      clip({ id: 1204, lastUsed: NOW - 5_000 }),
      clip({ id: 7, kind: 'files', size: 2048, lastUsed: NOW - 3 * 60_000, preview: '' }),
      clip({ id: 8, kind: 'link', size: 5 * 1024 * 1024, lastUsed: NOW - 30 * 3_600_000, preview: 'a\nb' }),
    ];
    expect(renderClips(clips, { now: NOW, columns: null })).toBe(
      [
        '  ID    AGE  KIND     SIZE  PREVIEW',
        '1204    5 s  text      5 B  hello',
        '   7  3 min  files  2.0 KB',
        '   8    1 d  link   5.0 MB  a␊b',
        '',
      ].join('\n'),
    );
  });

  it('does not show an age below zero after the clock was set back', () => {
    expect(renderClips([clip({ lastUsed: NOW + 60_000 })], { now: NOW, columns: null })).toContain('  0 s');
  });

  it('is cut to the terminal, wide characters counted twice', () => {
    const lines = (preview: string, columns: number) =>
      renderClips([clip({ preview })], { now: NOW, columns }).split('\n')[1];
    const start = ' 1  0 s  text   5 B  '.length;
    expect(lines('x'.repeat(12), start + 12)).toMatch(/ x{12}$/);
    expect(lines('x'.repeat(13), start + 12)).toMatch(/ x{11}…$/);
    expect(lines('日'.repeat(6), start + 12)).toMatch(/ 日{6}$/);
    expect(lines('日'.repeat(7), start + 12)).toMatch(/ 日{5}…$/);
  });

  it('says when there is nothing', () => {
    expect(renderClips([], { now: NOW, columns: 80 })).toBe('no clips\n');
  });
});

it('status is name: value', () => {
  const status = {
    version: '1.2.3',
    pid: 42,
    capturing: true,
    pausedUntil: null,
    ignoringNext: false,
    source: 'x11-xfixes',
    clips: 3,
    missed: 2,
    dbPath: '/tmp/\u001b/clips.db',
    electron: '43.0.0',
  };
  expect(renderStatus(status)).toBe(
    'version: 1.2.3\npid: 42\ncapturing: yes\nsource: x11-xfixes\nclips: 3\nmissed: 2\ndbPath: /tmp/␛/clips.db\nelectron: 43.0.0\n',
  );
});

it('a program’s and a rule’s name cannot control the terminal', () => {
  const event = {
    at: NOW,
    formats: [],
    offered: { names: [hostile], count: 1 },
    result: 'skipped',
    reason: 'never',
    ms: 1,
  } as const;
  const apps = { mode: 'only', denied: [hostile], allowed: [hostile] } as const;
  const rule = { rule: hostile, finds: hostile, action: { minutes: 1 }, own: true } as const;
  const texts = [
    renderLog([{ ...event, sourceApp: hostile, rule: hostile }]),
    renderRules({ rules: [rule], problems: [{ rule: hostile, text: hostile }], apps }),
  ];
  for (const text of texts)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  expect(texts[1]).toContain('kept for 1 minute, masked');
  expect(texts[1]).toContain('only captured from: ');
});
