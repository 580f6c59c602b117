// How secrets are written: one line for each form, as its issuer documents it. Data only.
// Never a pattern whose time grows faster than the text: each begins at a word's start, and what repeats has a bound or an end.
import type { SecretRuleId } from '../../../src-shared/secret-rules';
import { hasKeyBody, isCardNumber, isJoseToken, isOneTimeCode, isPasswordLike, isVaried } from './checks';

export interface SecretForm {
  readonly rule: SecretRuleId;
  /** Stands in every text that holds one: looked for first, because that is fast. Lower case where `pattern` is blind to case. */
  readonly hint: string;
  /** Its group `value`, else its first one, else the whole match is what `isReal` sees. Global. */
  readonly pattern: RegExp;
  /** Without it every match counts. `end` is the place behind the match. */
  readonly isReal?: (match: string, text: string, end: number) => boolean;
  /** Looked for in a text's beginning only: in megabytes of anything it would be found by chance. */
  readonly near?: true;
}

const START = '(?<![A-Za-z0-9_-])';
const END = '(?![A-Za-z0-9_-])';

/** A token of which the prefix tells nearly all; the rest must only vary as random characters do. */
function token(rule: SecretRuleId, hint: string, body: string, prefix = escapeForRegExp(hint)): SecretForm {
  return { rule, hint, pattern: new RegExp(`${START}${prefix}(${body})${END}`, 'g'), isReal: isVaried };
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.+?/()[\]]/g, '\\$&');
}

const KEYS: readonly SecretForm[] = [
  {
    rule: 'private-key',
    hint: 'PRIVATE KEY',
    // RFC 7468; RFC 4716 has four hyphens and spaces; PGP says BLOCK.
    pattern: /-{4,5} ?BEGIN (?:[A-Z0-9]{2,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g,
    isReal: (_match, text, end) => hasKeyBody(text, end),
  },
  {
    rule: 'private-key',
    // A public key's file has no such lines.
    hint: 'Private-Lines:',
    pattern: /PuTTY-User-Key-File-\d: /g,
  },
  token('private-key', 'AGE-SECRET-KEY-1', '[0-9A-Z]{58}'),
  token('private-key', 'prv', '[1-9A-HJ-NP-Za-km-z]{107,108}', '[xyztuv]prv'),
  token('private-key', 'nsec1', '[02-9ac-hj-np-z]{58}'),
  {
    rule: 'private-key',
    hint: '"kty"',
    pattern: /"d"\s{0,8}:\s{0,8}"([A-Za-z0-9_-]{40,})"/g,
    isReal: isVaried,
  },
  {
    rule: 'private-key',
    hint: 'secret key',
    pattern: /^[ \t]{0,8}untrusted comment:[^\n]{0,200}secret key[^\n]{0,80}\n([A-Za-z0-9+/=]{60,})/gm,
    isReal: isVaried,
  },
  {
    rule: 'private-key',
    hint: 'PrivateKey',
    pattern: /\bPrivateKey\s{0,3}=\s{0,3}([A-Za-z0-9+/]{43}=)/g,
    isReal: isVaried,
  },
];

const CLOUDS: readonly SecretForm[] = [
  {
    rule: 'cloud-key',
    hint: 'A',
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    pattern: /(?<![A-Za-z0-9])((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})(?![A-Za-z0-9])/g,
    isReal: (key) => !key.endsWith('EXAMPLE') && isVaried(key.slice(4)),
  },
  {
    rule: 'cloud-key',
    hint: 'secret',
    pattern: /secret_?(?:access_?)?key["']?\s{0,3}[=:]\s{0,3}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    isReal: (key) => !/EXAMPLEKEY$/.test(key) && isVaried(key),
  },
  token('cloud-key', 'IQoJb3JpZ2lu', '[A-Za-z0-9+/=]{100,}'),
  token('cloud-key', 'FwoGZXIvYXdz', '[A-Za-z0-9+/=]{100,}'),
  token('cloud-key', 'AIza', '[A-Za-z0-9_-]{35}'),
  token('cloud-key', 'GOCSPX-', '[A-Za-z0-9_-]{28}'),
  token('cloud-key', 'ya29.', '[A-Za-z0-9_.-]{30,}'),
  token('cloud-key', '1//0', '[A-Za-z0-9_-]{40,}'),
  {
    rule: 'cloud-key',
    hint: 'AccountKey=',
    pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g,
    isReal: isVaried,
  },
  {
    rule: 'cloud-key',
    hint: 'SharedAccessKey=',
    pattern: /SharedAccessKey=([A-Za-z0-9+/]{43}=)/g,
    isReal: isVaried,
  },
  { rule: 'cloud-key', hint: 'sig=', pattern: /[?&]sig=([A-Za-z0-9%+/]{40,}(?:%3D|=))/g, isReal: isVaried },
  {
    rule: 'cloud-key',
    hint: 'Q~',
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[78]Q~([A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])/g,
    isReal: isVaried,
  },
  token('cloud-key', '_v1_', '[a-f0-9]{64}', 'do[opr]_v1_'),
  token('cloud-key', 'LTAI', '[A-Za-z0-9]{16,26}'),
  token('cloud-key', 'HRKU-', '[A-Za-z0-9_-]{30,}'),
  token('cloud-key', 'sbp_', '[a-f0-9]{40}'),
  token('cloud-key', 'pscale_', '[A-Za-z0-9_.-]{32,64}', 'pscale_(?:tkn|pw|oauth)_'),
  token('cloud-key', 'dapi', '[a-f0-9]{32}(?:-\\d)?'),
  token('cloud-key', 'hv', '[A-Za-z0-9_-]{24,}', 'hv[sbr]\\.'),
  token('cloud-key', '.atlasv1.', '[A-Za-z0-9_=-]{60,}', '[A-Za-z0-9]{14}\\.atlasv1\\.'),
  token('cloud-key', 'pul-', '[a-f0-9]{40}'),
  token('cloud-key', 'dp.', '[A-Za-z0-9._-]{40,}', 'dp\\.(?:ct|pt|st|sa|scim|audit)\\.'),
  token('cloud-key', 'sha256~', '[A-Za-z0-9_-]{43}'),
  token('cloud-key', 'dt0', '[A-Z2-7]{24}\\.[A-Z2-7]{64}', 'dt0[cs]\\d\\d\\.'),
];

const SERVICES: readonly SecretForm[] = [
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  token('api-token', 'gh', '[A-Za-z0-9]{36,}', 'gh[pousr]_'),
  token('api-token', 'github_pat_', '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'),
  token('api-token', 'gl', '[A-Za-z0-9_.-]{20,}', 'gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-'),
  token('api-token', 'ATATT3', '[A-Za-z0-9_=-]{60,}'),
  token('api-token', 'ATBB', '[A-Za-z0-9]{32}'),
  token('api-token', 'xox', '[A-Za-z0-9-]{16,}', 'xox[abceoprs](?:\\.[a-z]+)?-'),
  token('api-token', 'xapp-', '[A-Za-z0-9-]{20,}', 'xapp-\\d-'),
  token(
    'api-token',
    'hooks.slack.com/',
    '[A-Z0-9]{8,}/[A-Z0-9]{8,}/[A-Za-z0-9]{20,}',
    'hooks\\.slack\\.com/services/',
  ),
  token(
    'api-token',
    '/api/webhooks/',
    '\\d{16,20}/[A-Za-z0-9_-]{60,}',
    'discord(?:app)?\\.com/api/webhooks/',
  ),
  {
    rule: 'api-token',
    hint: '.',
    pattern:
      /(?<![A-Za-z0-9_.-])([MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40})(?![A-Za-z0-9_.-])/g,
    // Its first part is the bot's number.
    isReal: (match) =>
      /^\d{15,21}$/.test(Buffer.from(match.split('.')[0] ?? '', 'base64url').toString('latin1')),
  },
  token('api-token', 'k_', '[A-Za-z0-9]{16,}', '[rs]k_(?:live|test)_'),
  token('api-token', 'whsec_', '[A-Za-z0-9+/=]{24,}'),
  {
    // Of several services of language models, with and without words between.
    rule: 'api-token',
    hint: 'sk-',
    pattern: /(?<![A-Za-z0-9_-])sk-(?:[a-z0-9]{2,10}-){0,3}([A-Za-z0-9_-]{32,})(?![A-Za-z0-9_-])/g,
    isReal: (body) =>
      /\d/.test(body) &&
      /[a-z]/i.test(body) &&
      !/(?:^|-)[a-z]+-[a-z]+-[a-z]+(?:-|$)/.test(body) &&
      isVaried(body),
  },
  token('api-token', 'gsk_', '[A-Za-z0-9]{40,}'),
  token('api-token', 'pplx-', '[A-Za-z0-9]{40,}'),
  token('api-token', 'xai-', '[A-Za-z0-9]{60,}'),
  token('api-token', 'hf_', '[A-Za-z0-9]{34,}'),
  token('api-token', 'r8_', '[A-Za-z0-9]{37}'),
  token('api-token', 'SK', '[0-9a-f]{32}'),
  token('api-token', 'SG.', '[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'),
  token('api-token', 'key-', '[0-9a-f]{32}'),
  token('api-token', '-us', '[0-9a-f]{32}-us\\d{1,2}', ''),
  token('api-token', 'xkeysib-', '[a-f0-9]{64}-[A-Za-z0-9]{16}'),
  token('api-token', 'npm_', '[A-Za-z0-9]{36}'),
  token('api-token', 'pypi-AgE', '[A-Za-z0-9_-]{50,}'),
  token('api-token', 'rubygems_', '[a-f0-9]{48}'),
  token('api-token', 'oy2', '[a-z0-9]{43}'),
  token('api-token', 'dckr_', '[A-Za-z0-9_-]{27,}', 'dckr_(?:pat|oat)_'),
  token('api-token', ':', '[A-Za-z0-9_-]{35}', '\\d{8,10}:'),
  token('api-token', 'shp', '[a-fA-F0-9]{32}', 'shp(?:at|ca|pa|ss)_'),
  token('api-token', 'lin_', '[A-Za-z0-9]{32,}', 'lin_(?:api|oauth)_'),
  token('api-token', 'ntn_', '[A-Za-z0-9]{40,}'),
  token('api-token', 'secret_', '[A-Za-z0-9]{43}'),
  token('api-token', 'sq0', '[A-Za-z0-9_-]{22,43}', 'sq0(?:atp|csp|idp)-'),
  // One in ten blocks of base64 of some megabytes holds its letters.
  { ...token('api-token', 'EAA', '[A-Za-z0-9_-]{57,}'), near: true },
  token('api-token', 'NRAK-', '[A-Z0-9]{27}'),
  token('api-token', 'glsa_', '[A-Za-z0-9]{32}_[a-f0-9]{8}'),
  token('api-token', 'PMAK-', '[a-f0-9]{24}-[a-f0-9]{34}'),
  token('api-token', 'sntry', '[A-Za-z0-9_+/=]{40,}', 'sntry[su]_'),
  token('api-token', 'fig', '[A-Za-z0-9_-]{40,}', 'fig[dou]r?_'),
  token('api-token', 'sl.', '[A-Za-z0-9_-]{100,}', 'sl\\.(?:[a-z]\\.)?'),
  token('api-token', 'pat', '[A-Za-z0-9]{14}\\.[a-f0-9]{64}'),
  token('api-token', 'sk.eyJ', '[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}'),
  token('api-token', 'nfp_', '[A-Za-z0-9]{36}'),
  token('api-token', 'bkua_', '[a-f0-9]{40}'),
  token('api-token', 'CCIPAT_', '[A-Za-z0-9]{20,}_[a-f0-9]{40}'),
  token('api-token', 'tskey-', '[A-Za-z0-9]{8,}-[A-Za-z0-9]{20,}', 'tskey-(?:auth|api|client|scim|webhook)-'),
  token('api-token', 'sq', '[a-f0-9]{40}', 'sq[upa]_'),
  token('api-token', 'CFPAT-', '[A-Za-z0-9_-]{43}'),
  token('api-token', 'AKCp', '[A-Za-z0-9]{60,}'),
  token('api-token', 'sgp_', '[A-Fa-f0-9_]{40,}'),
  token('api-token', 'tfp_', '[A-Za-z0-9_]{40,}'),
  token('api-token', 'aio_', '[A-Za-z0-9]{28}'),
  token('api-token', 'shippo_', '[a-f0-9]{40}', 'shippo_(?:live|test)_'),
  token(
    'api-token',
    'access-',
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    'access-(?:sandbox|production)-',
  ),
];

const OTHERS: readonly SecretForm[] = [
  {
    rule: 'jwt',
    hint: 'e',
    pattern: /(?<![A-Za-z0-9_-])(e[yw][A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{16,})/g,
    isReal: isJoseToken,
  },
  {
    rule: 'otp-setup',
    hint: 'otpauth',
    // https://github.com/google/google-authenticator/wiki/Key-Uri-Format, and the app's own export.
    // The whole link at once: what is looked at is not looked at again.
    pattern: /otpauth(?:-migration)?:\/\/[^\s"'<>]{0,4000}/gi,
    isReal: (link) => /[?&](?:secret|data)=[A-Za-z0-9%+/_=-]{8,}/i.test(link),
  },
  {
    rule: 'card-number',
    hint: '',
    pattern: /(?<![A-Za-z0-9_.,+-])\d(?:[ -]?\d){13,18}(?![A-Za-z0-9_]|[.,-]\d)/g,
    isReal: isCardNumber,
  },
  {
    rule: 'password',
    hint: '://',
    pattern: /:\/\/(?<user>[^\s:@/'"<>]{0,100}):(?!\k<user>@)(?<value>[^\s@/'"<>]{4,200})@[^\s@/'"<>]/g,
    isReal: isPasswordLike,
  },
  {
    rule: 'password',
    hint: 'authorization',
    pattern:
      /authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|token|apikey)\s{1,3}(?<value>[A-Za-z0-9._~+/=-]{16,})/gi,
    isReal: isPasswordLike,
  },
  {
    // In a program or in JSON: what is quoted behind the name.
    rule: 'password',
    hint: '',
    pattern:
      /(?:passw(?:or)?d|passwort|passphrase|pwd|secret|(?:api|access|secret|private)[_-]?key|token)["'`]?\s{0,3}(?:=>|:=|[=:])\s{0,3}(?<quote>["'`])(?<value>[^\s"'`]{8,128})\k<quote>/gi,
    isReal: isPasswordLike,
  },
  {
    // A line of an environment file.
    rule: 'password',
    hint: '=',
    pattern:
      /^[ \t]{0,8}(?:export )?(?=[A-Z0-9_]{0,60}(?:PASSW|PASSPHRASE|PWD|SECRET|TOKEN|_KEY))[A-Z][A-Z0-9_]{0,60}=(?<value>[^\s"'`;,]{8,200})[ \t]{0,8}\r?$/gm,
    isReal: isPasswordLike,
  },
  {
    // A line of a note.
    rule: 'password',
    hint: '',
    pattern:
      /^[ \t]{0,8}(?:[\p{L}-]{1,20} )?(?:password|passwort|kennwort|passphrase|passwd|pwd|mot de passe|contraseña)[ \t]{0,3}[:=][ \t]{0,3}(?<value>[^\s"'`;,]{6,128})[ \t]{0,8}\r?$/gimu,
    isReal: isPasswordLike,
  },
];

/** Every form that can stand within a text. */
export const SECRET_FORMS: readonly SecretForm[] = [...KEYS, ...CLOUDS, ...SERVICES, ...OTHERS];

/** Those that are looked for in long texts behind their beginning too: their issuers' own signs tell them from all else. */
export const FAR_FORMS = SECRET_FORMS.filter(
  ({ rule, near }) => near !== true && rule !== 'card-number' && rule !== 'password',
);

/** Forms that are a secret only where nothing else was copied. */
export const WHOLE_TEXT_FORMS: readonly {
  readonly rule: SecretRuleId;
  readonly isReal: (text: string) => boolean;
}[] = [{ rule: 'one-time-code', isReal: (text) => text.length <= 32 && isOneTimeCode(text) }];
