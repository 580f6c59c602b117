// Made-up secrets in many forms, and the texts in which people copy them. Seeded: a failure can be repeated.
// Never a real one, and never one that stands whole in this file: each is put together from pieces.
import { pick, randomFrom } from '../../../../src-shared/testing/random';

export interface MadeUp {
  /** The form, for a failing test to name: the secret itself is not printed. */
  readonly form: string;
  readonly rule: string;
  readonly text: string;
}

export type Random = () => number;

const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const ALNUM = UPPER + LOWER + DIGITS;
const BASE32 = `${UPPER}234567`;
const BASE64 = `${ALNUM}+/`;
const URL64 = `${ALNUM}-_`;
const BASE58 = ALNUM.replace(/[0OIl]/g, '');

export function chars(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
}

/** Ends on a letter: a token's last character is no hyphen where its issuer's are not. */
const url64 = (random: Random, length: number) => chars(random, URL64, length - 1) + chars(random, ALNUM, 1);

function pem(random: Random, label: string, lines: number): string {
  const fence = '-'.repeat(5);
  const body = Array.from({ length: lines }, () => chars(random, BASE64, 64)).join('\n');
  return `${fence}BEGIN ${label}${fence}\n${body}\n${fence}END ${label}${fence}\n`;
}

function jwt(random: Random): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = pick(random, [
    { alg: 'HS256', typ: 'JWT' },
    { typ: 'JWT', alg: 'RS256', kid: chars(random, HEX, 8) },
  ]);
  return `${encode(header)}.${encode({ sub: chars(random, DIGITS, 10), exp: 1_790_000_000 })}.${url64(random, 43)}`;
}

/** A number that passes the Luhn check, in groups. */
function card(
  random: Random,
  prefix: string,
  length: number,
  groups: readonly number[],
  gap: string,
): string {
  const body = prefix + chars(random, DIGITS, length - prefix.length - 1);
  const digits = [...Array(10).keys()].map((last) => body + last).find(luhn) as string;
  let at = 0;
  const parts = groups.map((size) => {
    at += size;
    return digits.slice(at - size, at);
  });
  return parts.join(gap);
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

type Maker = (random: Random) => string;
const A =
  (prefix: string, length: number): Maker =>
  (r) =>
    prefix + chars(r, ALNUM, length);
const H =
  (prefix: string, length: number): Maker =>
  (r) =>
    prefix + chars(r, HEX, length);
const U =
  (prefix: string, length: number): Maker =>
  (r) =>
    prefix + url64(r, length);
const password: Maker = (r) =>
  chars(r, LOWER, 4) +
  chars(r, UPPER, 3) +
  chars(r, DIGITS, 3) +
  pick(r, ['!', '#', '+', '_', '-']) +
  chars(r, ALNUM, 4);

/** By rule: each form and what makes one. A prefix is split where a scanner of sources would take it for a real secret. */
const FORMS: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
  'private-key': {
    'RSA key': (r) => pem(r, `RSA ${'PRIVATE'} KEY`, 12),
    'PKCS #8 key': (r) => pem(r, `${'PRIVATE'} KEY`, 8),
    'encrypted key': (r) => pem(r, `ENCRYPTED ${'PRIVATE'} KEY`, 8),
    'EC key': (r) => pem(r, `EC ${'PRIVATE'} KEY`, 3),
    'OpenSSH key': (r) => pem(r, `OPENSSH ${'PRIVATE'} KEY`, 6),
    'PGP key': (r) => pem(r, `PGP ${'PRIVATE'} KEY BLOCK`, 10).replace('\n', '\nVersion: made up 1\n\n'),
    'service account': (r) =>
      JSON.stringify(
        { type: 'service_account', [`private_${'key'}`]: pem(r, `${'PRIVATE'} KEY`, 6) },
        null,
        2,
      ),
    'PuTTY key': (r) =>
      `PuTTY-User-Key-File-${'3'}: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\n${chars(r, BASE64, 60)}\nPrivate-Lines: 1\n${chars(r, BASE64, 44)}`,
    'age key': (r) => `AGE-SECRET-${'KEY'}-1${chars(r, UPPER + DIGITS, 58)}`,
    'wallet key': (r) => `x${'prv'}${chars(r, BASE58, 108)}`,
    WireGuard: (r) => `[Interface]\n${'Private'}Key = ${chars(r, BASE64, 43)}=\nAddress = 10.0.0.2/32`,
  },
  'otp-setup': {
    'otpauth link': (r) =>
      `otpauth://totp/Shop:ann@example.org?${'secret'}=${chars(r, BASE32, 32)}&issuer=Shop`,
    'otpauth export': (r) => `otpauth-migration://offline?${'data'}=${chars(r, BASE64, 60)}%3D`,
  },
  'cloud-key': {
    'AWS id': (r) => `${pick(r, ['AK', 'AS'])}${'IA'}${chars(r, BASE32, 16)}`,
    'AWS secret': (r) => `aws_${'secret'}_access_key = ${chars(r, BASE64, 40)}`,
    'Google key': U(`AI${'za'}`, 35),
    'Google client': U(`GOC${'SPX'}-`, 28),
    'Google access': U(`ya${'29'}.a0`, 120),
    'Azure storage': (r) =>
      `DefaultEndpointsProtocol=https;AccountName=made;Account${'Key'}=${chars(r, BASE64, 86)}==;EndpointSuffix=core.windows.net`,
    'Azure bus': (r) => `Endpoint=sb://made.example/;SharedAccess${'Key'}=${chars(r, BASE64, 43)}=`,
    'Azure client': (r) => `${chars(r, ALNUM, 3)}8Q${'~'}${chars(r, ALNUM, 34)}`,
    DigitalOcean: H(`dop_${'v1'}_`, 64),
    Databricks: H(`da${'pi'}`, 32),
    Vault: U(`hv${'s'}.`, 90),
  },
  'api-token': {
    'GitHub classic': (r) => `gh${pick(r, ['p', 'o', 'u', 's', 'r'])}_${chars(r, ALNUM, 36)}`,
    'GitHub fine': (r) => `github_${'pat'}_${chars(r, ALNUM, 22)}_${chars(r, ALNUM, 59)}`,
    GitLab: U(`gl${'pat'}-`, 20),
    'Slack bot': (r) =>
      `xo${'xb'}-${chars(r, '123456789', 12)}-${chars(r, DIGITS, 12)}-${chars(r, ALNUM, 24)}`,
    'Slack hook': (r) =>
      `https://hooks.slack.${'com'}/services/T${chars(r, UPPER + DIGITS, 8)}/B${chars(r, UPPER + DIGITS, 8)}/${chars(r, ALNUM, 24)}`,
    Stripe: (r) =>
      `${pick(r, ['s', 'r'])}k_${pick(r, ['live', 'test'])}_${chars(r, ALNUM, pick(r, [24, 99]))}`,
    'model key': U(`s${'k'}-proj-`, 120),
    'model key, old': A(`s${'k'}-`, 48),
    Twilio: H(`S${'K'}`, 32),
    SendGrid: (r) => `S${'G'}.${url64(r, 22)}.${url64(r, 43)}`,
    Mailgun: H(`ke${'y'}-`, 32),
    npm: A(`npm${'_'}`, 36),
    PyPI: U(`pypi-${'AgEIcHlwaS5vcmc'}`, 150),
    Telegram: (r) => `${chars(r, '123456789', 10)}${':'}AA${url64(r, 33)}`,
    Discord: (r) =>
      `${Buffer.from(`7${chars(r, DIGITS, 17)}`)
        .toString('base64url')
        .replace(/^N/, 'N')}.${chars(r, ALNUM, 6)}.${url64(r, 38)}`,
    Shopify: H(`sh${'pat'}_`, 32),
    'Hugging Face': A(`h${'f'}_`, 34),
    Docker: U(`dckr_${'pat'}_`, 27),
    Linear: A(`lin_${'api'}_`, 40),
    Atlassian: U(`ATA${'TT3'}`, 180),
    Grafana: (r) => `gl${'sa'}_${chars(r, ALNUM, 32)}_${chars(r, HEX, 8)}`,
    Airtable: (r) => `pa${'t'}${chars(r, ALNUM, 14)}.${chars(r, HEX, 64)}`,
    Square: U(`sq0${'atp'}-`, 22),
    Tailscale: (r) => `ts${'key'}-auth-${chars(r, ALNUM, 12)}-${chars(r, ALNUM, 32)}`,
  },
  jwt: { 'JSON Web Token': jwt },
  'card-number': {
    Visa: (r) => card(r, '4', 16, [4, 4, 4, 4], pick(r, [' ', '-', ''])),
    Mastercard: (r) =>
      card(r, pick(r, ['51', '55', '2221', '2720']), 16, [4, 4, 4, 4], pick(r, [' ', '-', ''])),
    'American Express': (r) => card(r, pick(r, ['34', '37']), 15, [4, 6, 5], pick(r, [' ', '-', ''])),
    Discover: (r) => card(r, pick(r, ['6011', '65']), 16, [4, 4, 4, 4], pick(r, [' ', ''])),
    JCB: (r) => card(r, '3530', 16, [4, 4, 4, 4], pick(r, [' ', ''])),
    Diners: (r) => card(r, '3056', 14, [4, 6, 4], pick(r, [' ', ''])),
    UnionPay: (r) => card(r, '62', 19, [4, 4, 4, 4, 3], pick(r, [' ', ''])),
  },
  'one-time-code': {
    'six digits': (r) => chars(r, DIGITS, 6),
    'eight digits': (r) => `9${chars(r, DIGITS, 7)}`,
    'two groups': (r) => `${chars(r, DIGITS, 3)}${pick(r, [' ', '-'])}${chars(r, DIGITS, 3)}`,
  },
  password: {
    'database address': (r) => `postgres://app:${password(r)}@db.example.org:5432/shop`,
    'repository address': (r) => `https://ann:${password(r)}@git.example.org/a/b.git`,
    'quoted setting': (r) =>
      `"${pick(r, ['password', 'db_password', 'clientSecret', 'apiKey'])}": "${password(r)}"`,
    'environment file': (r) =>
      `${pick(r, ['DB_PASSWORD', 'SESSION_SECRET', 'export API_TOKEN'])}=${password(r)}`,
    note: (r) => `user: ann\n${pick(r, ['Password', 'Passwort', 'Wifi password'])}: ${password(r)}`,
    header: (r) =>
      `curl -H "Authorization: ${pick(r, ['Bearer', 'token'])} ${chars(r, ALNUM, 40)}" https://api.example.org`,
  },
};

/** In what people copy a token: alone, with a line's end, in a command, a setting, a sentence, a longer file. */
const AROUND: readonly ((secret: string, random: Random) => string)[] = [
  (secret) => secret,
  (secret) => `${secret}\n`,
  (secret) => `  ${secret}  `,
  (secret) => `TOKEN=${secret}\nNEXT=1`,
  (secret) => `{"token": "${secret}"}`,
  (secret) => `Please use ${secret} for now, I will change it tomorrow.`,
  (secret) => `curl 'https://example.org/a' -H 'x-key: ${secret}' --compressed`,
  (secret) => `${'a line of a long file\n'.repeat(400)}${secret}\n${'and more\n'.repeat(50)}`,
];

/** Forms that stand alone by their nature. */
const ALONE = new Set(['one-time-code', 'password', 'private-key']);

/** `each` of every form. */
export function madeUpSecrets(each: number, seed = 1): MadeUp[] {
  const random = randomFrom(seed);
  return Object.entries(FORMS).flatMap(([rule, forms]) =>
    Object.entries(forms).flatMap(([form, make]) =>
      Array.from({ length: each }, (_, index) => {
        const around = ALONE.has(rule) ? AROUND[index % 2] : AROUND[index % AROUND.length];
        return { form, rule, text: around?.(make(random), random) ?? '' };
      }),
    ),
  );
}
