// Ordinary things that people copy, many of which look like a secret to a hasty eye. Seeded: a failure can be repeated.
// Never leave a kind out because a rule takes it for a secret: the share that is taken is what is measured.
import { pick, randomFrom } from '../../../../src-shared/testing/random';
import { chars, type Random } from './made-up';

export interface Ordinary {
  /** For a failing test to name. */
  readonly kind: string;
  readonly text: string;
}

const D = '0123456789';
const HEX = `${D}abcdef`;
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const ALNUM = LOWER + UPPER + D;

const WORDS = (
  'the meeting about password rules was moved to Thursday because our token for the tram key card and secret garden ' +
  'Please find attached invoice number card payment account order delivery address street Berlin London release notes ' +
  'Straße Übergabe café naïve 猫 東京 привет мир कृपया user login page settings button field value private public key'
).split(' ');

const words = (r: Random, count: number) => Array.from({ length: count }, () => pick(r, WORDS)).join(' ');
const number = (r: Random, digits: number) => `${pick(r, [...'123456789'])}${chars(r, D, digits - 1)}`;
const two = (value: number) => String(value).padStart(2, '0');
const name = (r: Random) => chars(r, LOWER, 3 + Math.floor(r() * 8));
const camel = (r: Random) => `${name(r)}${name(r).replace(/^./, (c) => c.toUpperCase())}`;
const uuid = (r: Random) => [8, 4, 4, 4, 12].map((length) => chars(r, HEX, length)).join('-');
const date = (r: Random) =>
  [2000 + Math.floor(r() * 30), 1 + Math.floor(r() * 12), 1 + Math.floor(r() * 28)] as const;

const KINDS: Readonly<Record<string, (r: Random) => string>> = {
  sentence: (r) => `${words(r, 6 + Math.floor(r() * 30))}.`,
  paragraph: (r) => Array.from({ length: 5 }, () => `${words(r, 12)}.`).join('\n\n'),
  word: (r) => pick(r, WORDS),
  greeting: (r) => `Hi ${name(r)},\n\n${words(r, 20)}\n\nBest,\n${name(r)}`,
  'web address': (r) =>
    `https://${name(r)}.example.com/${name(r)}/${chars(r, ALNUM, 11)}?v=${chars(r, ALNUM, 22)}&t=${number(r, 3)}s`,
  'address with a port': (r) =>
    `http://localhost:${number(r, 4)}/${name(r)}@${number(r, 1)}.${number(r, 1)}.0/index.js`,
  'mail address': (r) => `${name(r)}.${name(r)}@${name(r)}.org`,
  'git address': (r) => `git@github.com:${name(r)}/${name(r)}.git`,
  'ssh public key': (r) =>
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${chars(r, `${ALNUM}+/`, 43)} ${name(r)}@${name(r)}`,
  certificate: (r) =>
    `-----BEGIN CERTIFICATE-----\n${Array.from({ length: 10 }, () => chars(r, `${ALNUM}+/`, 64)).join('\n')}\n-----END CERTIFICATE-----`,
  'key documentation': () => 'The file starts with -----BEGIN PRIVATE KEY----- and is read by openssl.',
  path: (r) => `/home/${name(r)}/${camel(r)}/${name(r)}-${number(r, 4)}.tar.gz`,
  'windows path': (r) => `C:\\Users\\${name(r)}\\Documents\\${words(r, 2)}.docx`,
  uuid,
  'commit hash': (r) => chars(r, HEX, 40),
  'short hash': (r) => `a${chars(r, HEX, 6)}`,
  sha256: (r) => `${chars(r, HEX, 64)}  ${name(r)}.iso`,
  integrity: (r) => `"integrity": "sha512-${chars(r, `${ALNUM}+/`, 86)}=="`,
  phone: (r) =>
    pick(r, [
      `+49 30 ${number(r, 8)}`,
      `(0${number(r, 2)}) ${number(r, 3)}-${number(r, 4)}`,
      `+1 ${number(r, 3)}-555-${number(r, 4)}`,
    ]),
  date: (r) => {
    const [y, m, d] = date(r);
    return pick(r, [
      `${y}-${two(m)}-${two(d)}`,
      `${two(d)}.${two(m)}.${y}`,
      `${y}${two(m)}${two(d)}`,
      `${m}/${d}/${y}`,
    ]);
  },
  time: (r) => `${two(Math.floor(r() * 24))}:${two(Math.floor(r() * 60))}`,
  timestamp: (r) => `17${number(r, 8)}`,
  milliseconds: (r) => `17${number(r, 11)}`,
  nanoseconds: (r) => `17${number(r, 17)}`,
  price: (r) =>
    pick(r, [`€ ${number(r, 4)},${chars(r, D, 2)}`, `$${number(r, 2)}.99`, `${number(r, 3)} 000 kr`]),
  'small number': (r) => number(r, 1 + Math.floor(r() * 4)),
  'grouped number': (r) => `${number(r, 2)},${number(r, 3)},${number(r, 3)}`,
  decimal: (r) => `${number(r, 1)}.${chars(r, D, 15)}`,
  'post code': (r) => `${number(r, 5)} ${pick(r, ['Berlin', 'Lyon', 'Graz'])}`,
  'phone, digits alone': (r) => `0${number(r, 10)}`,
  'order number': (r) =>
    pick(r, [
      `#${number(r, 6)}`,
      `INV-${number(r, 6)}`,
      `RE ${number(r, 4)}/${number(r, 3)}`,
      `PR ${number(r, 5)}`,
    ]),
  tracking: (r) => pick(r, [`1Z${chars(r, UPPER + D, 16)}`, `JD0${number(r, 17)}`, `00340${number(r, 15)}`]),
  barcode: (r) => pick(r, [`40${number(r, 11)}`, `978-3-${number(r, 3)}-${number(r, 5)}-${number(r, 1)}`]),
  iban: (r) => `DE${number(r, 2)} ${[4, 4, 4, 4, 2].map((length) => number(r, length)).join(' ')}`,
  'ip address': (r) => `${number(r, 2)}.${number(r, 2)}.0.${number(r, 2)}:${number(r, 4)}`,
  'mac address': (r) => Array.from({ length: 6 }, () => chars(r, HEX, 2)).join(':'),
  colour: (r) => pick(r, [`#${chars(r, HEX, 6)}`, `rgb(${number(r, 2)}, ${number(r, 2)}, ${number(r, 2)})`]),
  version: (r) => `v${number(r, 1)}.${number(r, 2)}.${number(r, 1)}-rc.${number(r, 1)}`,
  coordinates: (r) => `${number(r, 2)}.${chars(r, D, 6)}, ${number(r, 1)}.${chars(r, D, 6)}`,
  'snowflake id': (r) => `https://social.example/${name(r)}/status/1${number(r, 18)}`,
  'log line': (r) =>
    `2026-11-0${number(r, 1)}T10:${chars(r, '012345', 1)}3:22.${number(r, 3)}Z INFO [${name(r)}] request ${uuid(r)} took ${number(r, 3)} ms`,
  'stack trace': (r) =>
    `TypeError: ${camel(r)} is not a function\n    at ${camel(r)} (/srv/app/${name(r)}.js:${number(r, 3)}:${number(r, 2)})\n    at async ${camel(r)} (node:internal/${name(r)}:${number(r, 3)}:12)`,
  command: (r) =>
    pick(r, [
      `git checkout -b ${name(r)}/${name(r)}-${number(r, 4)}`,
      `docker run --rm -p ${number(r, 4)}:80 ${name(r)}/${name(r)}:latest`,
      `npm i --save-dev @${name(r)}/${name(r)}@^${number(r, 1)}.0.0`,
    ]),
  'kebab class': (r) =>
    `<div class="sk-${name(r)}-${name(r)} task-${name(r)}-${name(r)}-${name(r)}-${name(r)}">${words(r, 4)}</div>`,
  typescript: (r) =>
    `const password = await ${camel(r)}(user.${camel(r)});\nif (token === null) throw new ${camel(r)}('${words(r, 4)}');\nconst secretKey = process.env.${name(r).toUpperCase()};`,
  'typescript types': (r) =>
    `interface ${camel(r)} {\n  readonly password: string;\n  token?: ${camel(r)};\n  apiKey: "${name(r)}";\n}`,
  python: (r) =>
    `def ${name(r)}_${name(r)}(self, token):\n    self.token = token\n    password = getpass("${words(r, 2)}: ")\n    return os.environ["${name(r).toUpperCase()}_KEY"]`,
  'environment template': (r) =>
    `DB_PASSWORD=\nAPI_KEY=<your key here>\nSECRET_KEY=changeme\nPORT=${number(r, 4)}\nTOKEN=\${${name(r).toUpperCase()}}`,
  'address template': () =>
    'postgres://user:password@localhost:5432/db or postgres://USER:$PASSWORD@HOST/NAME',
  labels: (r) =>
    `{\n  "password": "Password",\n  "forgotPassword": "Forgot your password?",\n  "token": "${name(r)}",\n  "newPassword": "New password (8 characters)"\n}`,
  yaml: (r) =>
    `${name(r)}:\n  secret: ${name(r)}-secret\n  tokenSecretRef:\n    name: ${name(r)}\n    key: token\n  replicas: ${number(r, 1)}`,
  sql: (r) =>
    `SELECT id, password_hash FROM users WHERE email = '${name(r)}@example.org' AND created_at > '2026-01-0${number(r, 1)}';`,
  css: (r) =>
    `.${name(r)} { margin: ${number(r, 2)}px; color: #${chars(r, HEX, 3)}; background: url(data:image/png;base64,${chars(r, `${ALNUM}+/`, 120)}=); }`,
  'token example': () =>
    'Authorization: Bearer YOUR_ACCESS_TOKEN, or ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'documented key': () => `aws_access_key_id = AKIAIOSFODNN7${'EXAMPLE'}`,
  'serial number': (r) => `${chars(r, UPPER + D, 5)}-${chars(r, UPPER + D, 5)}-${chars(r, UPPER + D, 5)}`,
  spreadsheet: (r) =>
    Array.from({ length: 6 }, () =>
      [name(r), number(r, 3), number(r, 6), `${number(r, 2)}.5`].join('\t'),
    ).join('\n'),
  csv: (r) =>
    Array.from({ length: 6 }, () => [name(r), number(r, 8), number(r, 10), date(r).join('-')].join(',')).join(
      '\n',
    ),
  chat: (r) => `[10:${chars(r, '012345', 1)}2] ${name(r)}: ${words(r, 8)}\n[10:59] ${name(r)}: ok 👍`,
  address: (r) =>
    `${name(r)} ${name(r)}\n${pick(r, WORDS)}straße ${number(r, 2)}\n${number(r, 5)} ${name(r)}`,
  emoji: (r) => pick(r, ['👍', '🎉 done!', '¯\\_(ツ)_/¯', '👩‍💻']),
  'white space': (r) => pick(r, [' ', '\n\n', '\t']),
};

/** Bare numbers of a code's length: invoice numbers, customers, articles. Rare among what is copied, and taken by definition. */
const CODE_LIKE_SHARE = 0.002;

export function ordinaryTexts(count: number, seed = 1): Ordinary[] {
  const random = randomFrom(seed);
  const kinds = Object.entries(KINDS);
  return Array.from({ length: count }, (_, index) => {
    if (random() < CODE_LIKE_SHARE)
      return { kind: 'bare number', text: number(random, 6 + Math.floor(random() * 3)) };
    const [kind, make] = kinds[index % kinds.length] as (typeof kinds)[number];
    return { kind, text: make(random) };
  });
}
