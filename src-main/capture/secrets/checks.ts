// What a pattern alone cannot tell: check digits, a token's header, dates that look like codes, placeholders. Pure.
// Never throw: what cannot be read is no secret of that form, and the other forms are looked for all the same.

/** Issuers by their first digits and the number's lengths (ISO/IEC 7812; the networks' published ranges). */
const ISSUERS: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [16]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^(?:30[0-5]|36|38|39)/, [14]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^62/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [16, 18, 19]],
];

/** The groups in which people and forms write card numbers. */
const GROUPS = /^(?:\d+|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5})$/;

/** Whether digits, in groups or not, are a card number that an issuer gives out. */
export function isCardNumber(written: string): boolean {
  // First what is fast and tells nine of ten numbers: a column of them has thousands.
  if (!luhn(written) || !GROUPS.test(written)) return false;
  const digits = written.replace(/\D/g, '');
  if (/^(\d)\1*$/.test(digits)) return false;
  return ISSUERS.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length));
}

/** ISO/IEC 7812-1, annex B: every second digit from the right, the last one not, counts double. What is no digit does not count. */
function luhn(written: string): boolean {
  let sum = 0;
  let doubled = false;
  for (let at = written.length - 1; at >= 0; at--) {
    const digit = written.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    const value = doubled ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}

/** Whether the first part of a token is a JOSE header (RFC 7515 section 4, RFC 7516): a JSON object that names its algorithm. */
export function isJoseToken(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'));
    return (
      typeof header === 'object' && header !== null && typeof (header as { alg?: unknown }).alg === 'string'
    );
  } catch {
    return false;
  }
}

/** Whether a whole text is a one-time code: six to eight digits, in one or two groups, and no date. */
export function isOneTimeCode(text: string): boolean {
  const digits = /^(?:G-)?(\d{6,8}|\d{3}[ -]\d{3}|\d{4}[ -]\d{4})$/
    .exec(text.trim())?.[1]
    ?.replace(/\D/g, '');
  if (digits === undefined || /^(\d)\1*$/.test(digits)) return false;
  const yearFirst = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
  const yearLast =
    /^(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:19|20)\d\d$/;
  return !yearFirst.test(digits) && !yearLast.test(digits);
}

/** Whether key material follows a key's first line: documentation names the line alone. */
export function hasKeyBody(text: string, from: number): boolean {
  let material = '';
  let begin = from;
  const end = Math.min(text.length, from + 500);
  // By hand, and no further than to the next such line: a text may hold it thousands of times.
  for (let at = from; at <= end; at++) {
    if (at < end && isBase64(text.charCodeAt(at))) continue;
    if (at - begin >= 16) material += text.slice(begin, at);
    if (text.startsWith('----', at)) break;
    begin = at + 1;
  }
  return material.length >= 32 && distinct(material) >= 10;
}

/** Whether a token's body varies as random characters do, where a placeholder repeats a few. */
export function isVaried(body: string): boolean {
  return distinct(body) >= Math.min(8, body.length / 2) && !/x{6}|0{8}|1234567890|abcdefghij/i.test(body);
}

/** Whether a value that stands as a password looks like one and not like a word, a placeholder or a piece of a program. */
export function isPasswordLike(value: string): boolean {
  if (/[<>{}()[\]]|^\$|^%|\*{3}|\.{3}|…|x{4}|^(?:process|os|env|config|settings)[.\w]*\./i.test(value))
    return false;
  if (
    /^(?:example|placeholder|change[-_]?me|your[-_]|my[-_]?pass|test|dummy|secret|pass(?:word|wd)?|null|true|false)/i.test(
      value,
    )
  ) {
    return false;
  }
  const letters = /[a-z]/i.test(value);
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((each) => each.test(value)).length;
  return distinct(value) >= 5 && ((letters && /\d/.test(value)) || classes >= 3);
}

function isBase64(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 43 ||
    code === 47
  );
}

function distinct(text: string): number {
  return new Set(text).size;
}
