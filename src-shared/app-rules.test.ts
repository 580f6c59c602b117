// Which programs are captured from; accept and refuse stand in pairs.
import { describe, expect, test } from 'vitest';
import { type AppRules, appRulesSchema, judgeApp } from './app-rules';

const rules = (change: Partial<AppRules> = {}): AppRules => ({ ...appRulesSchema.parse({}), ...change });

describe('every program but some', () => {
  test.each([
    'keepassxc',
    'KeePassXC',
    'KeePassXC.exe',
    'org.keepassxc.KeePassXC',
    '1password',
    '1Password 7',
    'com.agilebits.onepassword7',
    'Bitwarden',
    'bitwarden.exe',
    'proton-pass',
    'Proton Pass',
    'org.gnome.World.Secrets',
  ])('%s is a password manager', (app) => {
    expect(judgeApp(app, rules())).toBe('denied');
    expect(judgeApp(app, rules({ passwordManagers: false }))).toBe('captured');
  });

  test.each(['firefox', 'code', 'Bitwarden Fan Page Editor', 'secretsanta', 'pass', 'gedit', null])(
    '%s is none',
    (app) => expect(judgeApp(app, rules())).toBe('captured'),
  );

  test('the user’s own list; a star stands for any rest', () => {
    const own = rules({ denied: ['My Bank', 'fire*', '***', '!'] });
    for (const app of ['mybank', 'my-bank.exe', 'firefox', 'Firefox-ESR'])
      expect(judgeApp(app, own)).toBe('denied');
    // As a list of clips shows what was selected.
    expect(judgeApp('xterm', rules({ denied: ['xterm (selection)'] }))).toBe('denied');
    for (const app of ['mybank2', 'bonfire', '…', null]) expect(judgeApp(app, own)).toBe('captured');
  });
});

describe('only some programs', () => {
  const only = rules({ mode: 'only', allowed: ['gedit', 'KeePassXC'], denied: ['Gedit-Danger'] });

  test('no other, and none without a name', () => {
    expect(judgeApp('gedit', only)).toBe('captured');
    expect(judgeApp('firefox', only)).toBe('not-allowed');
    expect(judgeApp(null, only)).toBe('not-allowed');
    expect(judgeApp('x', rules({ mode: 'only' }))).toBe('not-allowed');
  });

  test('denied goes before allowed', () => {
    expect(judgeApp('keepassxc', only)).toBe('denied');
    expect(judgeApp('gedit', rules({ mode: 'only', allowed: ['gedit'], denied: ['gedit'] }))).toBe('denied');
  });
});
