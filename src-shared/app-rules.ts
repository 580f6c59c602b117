// Which programs are captured from, as a user sees and changes it, and the password managers that are left out from the start.
// Pure: who asks knows the program's name, or that it has none.
import { z } from 'zod';

const names = z.array(z.string().trim().min(1).max(200)).max(500).default([]);

export const appRulesSchema = z.object({
  /** 'all-but': every program but those that are denied; 'only': those that are allowed and no other, and none without a name. */
  mode: z.enum(['all-but', 'only']).default('all-but'),
  /** Whether PASSWORD_MANAGERS are denied. */
  passwordManagers: z.boolean().default(true),
  /** Names of programs; a `*` at the end stands for any rest. Denied goes before allowed, in both modes. */
  denied: names,
  allowed: names,
});
export type AppRules = z.infer<typeof appRulesSchema>;

/**
 * By the names of their processes, window classes and bundles on Linux, macOS and Windows, as comparable() compares them. Those
 * that mark what they copy are listed as well: not all of their versions do.
 */
export const PASSWORD_MANAGERS: readonly string[] = [
  '1Password*',
  'OnePassword*',
  '2FAS',
  'AuthPass',
  'Authenticator',
  'Authy*',
  'Bitwarden',
  'Buttercup',
  'Dashlane',
  'Ente Auth',
  'Enpass',
  'Keeper Password Manager',
  'KeePass',
  'KeePass2',
  'KeePassX',
  'KeePassXC',
  'KeeWeb',
  'Keychain Access',
  'KWalletManager',
  'KWalletManager5',
  'LastPass',
  'MacPass',
  'mSecure',
  'NordPass',
  'OTPClient',
  'Padloc',
  'Passbolt',
  'Passky',
  'Password Gorilla',
  'Password Safe',
  'Passwords',
  'Proton Pass',
  'PwSafe',
  'QtPass',
  'Revelation',
  'RoboForm',
  'SafeInCloud',
  'Seahorse',
  'Secrets',
  'Sticky Password',
  'Strongbox',
];

/** Behind the program's name of a clip that was selected and not copied. */
export const SELECTED = ' (selection)';

export type AppVerdict = 'captured' | 'denied' | 'not-allowed';

/** @param app the program's name as the system tells it; null where it does not. */
export function judgeApp(app: string | null, rules: AppRules): AppVerdict {
  const { mode, passwordManagers, denied, allowed } = rules;
  if (app !== null) {
    const names = comparableNames(app);
    const isIn = (list: readonly string[]) =>
      list.some((entry) => names.some((name) => matches(name, entry)));
    if (isIn(denied) || (passwordManagers && isIn(PASSWORD_MANAGERS))) return 'denied';
    if (mode === 'all-but' || isIn(allowed)) return 'captured';
  }
  return mode === 'all-but' ? 'captured' : 'not-allowed';
}

function matches(name: string, entry: string): boolean {
  // A user takes it from a list of clips.
  const wanted = comparable(entry.replace(SELECTED, ''));
  // A name of signs alone would be like any other such name.
  if (wanted === '') return false;
  return entry.trimEnd().endsWith('*') ? name.startsWith(wanted) : name === wanted;
}

/** "org.keepassxc.KeePassXC" is known by its whole and by its last part. */
function comparableNames(app: string): string[] {
  const parts = app.split('.').filter((part) => !/^(?:exe|app|bin)$/i.test(part));
  return [comparable(app.replace(/\.(?:exe|app|bin)$/i, '')), comparable(parts.at(-1) ?? '')];
}

/** Blind to case, spaces and signs: "Proton Pass", "proton-pass" and "ProtonPass.exe" are one program. */
function comparable(name: string): string {
  return name
    .replace(/\.(?:exe|app|bin)$/i, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
