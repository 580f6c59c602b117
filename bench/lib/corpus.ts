// A history as people copy it, made from a seed: prose, code, logs, links, ids, in several scripts, mostly short, some long.
// Never real text: common words are the language's, everything else is made up.

/** The most common words of English prose, commonest first: they shape which letters follow which. */
const COMMON =
  'the of and to in a is that for it was on are as with his they at be this from have or by one had not but what all were ' +
  'when we there can an your which their said if do will each about how up out them then she many some so these would other ' +
  'into has more her two like him see time could no make than first been its who now people my made over did down only way ' +
  'find use may water long little very after words called just where most know get through back much before go good new ' +
  'write our used me man too any day same right look think also around another came come work three must because does part ' +
  'even place well such here take why help put different away again off went old number great tell men say small every found ' +
  'still between name should home big give air line set own under read last never us left end along while might next sound ' +
  'below saw something thought both few those always show large often together asked house world going want school important ' +
  'until form food keep children feet land side without boy once animals life enough took sometimes four head above kind began ' +
  'almost live page got earth need far hand high year mother light parts country father let night following picture being study ' +
  'second eyes soon times story boys since white days ever paper hard near sentence better best across during today others ' +
  'however sure means knew try told young miles sun ways thing whole hear example heard several change answer room sea against ' +
  'top turned learn point city play toward five using himself usually money seen car morning meeting invoice please thanks ' +
  'regards report password server error update release project customer account order delivery address question attached';

const ONSETS =
  'b br c ch cl cr d dr f fl g gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w wh'.split(' ');
const VOWELS = 'a e i o u a e i o e ai ea ee ou oo io'.split(' ');
const CODAS = ' n r s t l m d ng nt st ck ll rs ct nd'.split(' ');
const GERMAN =
  'der die und für über größe straße können möchte zurück schließlich bürger jährlich öffnen prüfung tür natürlich'.split(
    ' ',
  );
const JAPANESE =
  '日本語の文章をコピーして検索する会議は明日の午後三時から東京で開催されます確認お願い資料送付件名返信';
const EMOJI = ['😀', '👍', '🎉', '✅', '👩‍💻', '🚀', '❤️'];
const CODE: readonly ((word: () => string) => string)[] = [
  (w) => `const ${w()} = ${w()}.${w()}(${w()});\n`,
  (w) => `  if (${w()} !== null) {\n    return ${w()};\n  }\n`,
  (w) => `function ${w()}(${w()}, ${w()}) {\n`,
  (w) => `import { ${w()} } from './${w()}';\n`,
  (w) => `    ${w()}.${w()}['${w()}'] = ${w()} + ${w()};\n`,
  (w) => `// ${w()} ${w()} ${w()} ${w()}\n`,
];

/** Words that the made-up vocabulary has besides the common ones. */
const RARE_WORDS = 30_000;
/** Length of a text in characters: half are shorter than MEDIAN, one in twenty is longer than 22 times that. */
const MEDIAN = 120;
const SPREAD = 1.9;
const LONGEST = 60_000;

/** An endless history: each call of next() gives the next text, the same for the same seed. */
export class Corpus {
  #state: number;
  readonly #words: string[];
  /** Running sums of the words' frequencies: 1 / (rank + 2.7), as Zipf and Mandelbrot have it. */
  readonly #sums: number[] = [];

  constructor(seed: number) {
    this.#state = seed >>> 0;
    const words = new Set(COMMON.split(' '));
    while (words.size < RARE_WORDS) words.add(this.#madeUp());
    this.#words = [...words];
    let sum = 0;
    for (let rank = 0; rank < this.#words.length; rank++) {
      sum += 1 / (rank + 2.7);
      this.#sums.push(sum);
    }
  }

  /** In [0, 1). */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** The next text. */
  next(): string {
    const pick = this.random();
    if (pick < 0.14) return this.#link();
    if (pick < 0.22) return this.#id();
    const length = this.#length();
    if (pick < 0.6) return this.#fill(length, () => this.#sentence());
    if (pick < 0.82) return this.#fill(length, () => this.#pick(CODE)(() => this.word()));
    if (pick < 0.92) return this.#fill(length, () => this.#logLine());
    if (pick < 0.97) return this.#fill(length, () => `${this.#pick(GERMAN)} ${this.word()} `);
    return this.#fill(Math.min(length, 2_000), () => {
      const from = this.below(JAPANESE.length - 8);
      return JAPANESE.slice(from, from + 2 + this.below(6)) + (this.random() < 0.2 ? this.#pick(EMOJI) : '');
    });
  }

  /** A word of the vocabulary, common ones more often. */
  word(): string {
    const place = this.random() * (this.#sums.at(-1) ?? 0);
    let [low, high] = [0, this.#sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return this.#words[low] ?? '';
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  #madeUp(): string {
    return Array.from(
      { length: 1 + this.below(3) },
      () => this.#pick(ONSETS) + this.#pick(VOWELS) + this.#pick(CODAS),
    ).join('');
  }

  /** Log-normal, by Box and Muller. */
  #length(): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    return Math.min(LONGEST, Math.max(4, Math.round(MEDIAN * Math.exp(SPREAD * normal))));
  }

  #fill(length: number, more: () => string): string {
    let text = '';
    while (text.length < length) text += more();
    return text.slice(0, length);
  }

  #sentence(): string {
    const words = Array.from({ length: 4 + this.below(14) }, () => this.word()).join(' ');
    return words.charAt(0).toUpperCase() + words.slice(1) + this.#pick(['. ', '. ', '.\n', '? ', '! ']);
  }

  #hex(length: number): string {
    return Array.from({ length }, () => this.below(16).toString(16)).join('');
  }

  #two(from: number, to: number): string {
    return String(from + this.below(to - from + 1)).padStart(2, '0');
  }

  #logLine(): string {
    const time = `2026-${this.#two(1, 12)}-${this.#two(1, 28)}T${this.#two(0, 23)}:${this.#two(0, 59)}:${this.#two(0, 59)}Z`;
    return `${time} ${this.#pick(['INFO', 'WARN', 'ERROR', 'DEBUG'])} ${this.word()}: ${this.word()} ${this.word()} id=${this.#hex(8)}\n`;
  }

  #link(): string {
    const host = `${this.word()}${this.word()}.${this.#pick(['com', 'org', 'io', 'de', 'net'])}`;
    return `https://${host}/${this.word()}/${this.word()}-${this.word()}?${this.word()}=${this.below(100_000)}`;
  }

  #id(): string {
    return this.#pick([
      () => this.#hex(40),
      () => `${this.#hex(8)}-${this.#hex(4)}-${this.#hex(4)}-${this.#hex(4)}-${this.#hex(12)}`,
      () => `/home/${this.word()}/${this.word()}/${this.word()}.${this.#pick(['ts', 'txt', 'pdf', 'py'])}`,
      () => `${this.word()}.${this.word()}@${this.word()}.com`,
      () => `#${this.#hex(6)}`,
      () => String(this.below(1e9)),
    ])();
  }
}
