// What the search box holds: the text, the filters beside it, and how an operator that is being typed can go on.
// Never touch the rows: the query goes out, and the history answers it.
import {
  type FilterTerm,
  formatQuery,
  isFilter,
  liftFilters,
  parseQuery,
  type QueryTerm,
} from '../../src-shared/search-query';
import { type Completion, completionsOf } from './completion';
import { queryOf, steppedFilter, withFilter } from './filters';

export interface SearchInputState {
  /** The search box's text. */
  readonly text: string;
  /** Filters beside it, in the order in which they came. */
  readonly filters: readonly FilterTerm[];
  /** How an operator that is being typed can go on; the first is what Tab takes. */
  readonly completions: readonly Completion[];
}

export const emptyInput: SearchInputState = { text: '', filters: [], completions: [] };

export class SearchInput {
  #state = emptyInput;
  readonly #changed: (state: SearchInputState, query: string | null) => void;
  readonly #apps: () => readonly string[];

  /**
   * @param changed gets each new state, and the query where it is to be searched for; null while an input method composes.
   * @param apps programs that clips at hand came from; asked only where they are wanted.
   */
  constructor(
    changed: (state: SearchInputState, query: string | null) => void,
    apps: () => readonly string[],
  ) {
    this.#changed = changed;
    this.#apps = apps;
  }

  get empty(): boolean {
    return this.#state.text === '' && this.#state.filters.length === 0;
  }

  /**
   * The box's text changed. While an input method composes, its raw letters are shown but not searched for; else an operator
   * that is done becomes a filter beside the text.
   * @param atEnd the caret stands behind the last letter
   */
  type(typed: string, composing: boolean, atEnd: boolean): void {
    if (composing) {
      this.#state = { ...this.#state, text: typed, completions: [] };
      this.#changed(this.#state, null);
      return;
    }
    const { filters: lifted, rest: text } = liftFilters(typed);
    const filters = lifted.reduce<readonly FilterTerm[]>(withFilter, this.#state.filters);
    const apps = text.toLowerCase().includes('app:') ? this.#apps() : [];
    this.#set({ text, filters, completions: atEnd ? completionsOf(text, { apps, now: Date.now() }) : [] });
  }

  /** Takes the completion that is likeliest, else the next of Tab's filters. */
  tab(step: 1 | -1): void {
    const { text, filters, completions } = this.#state;
    const [completion] = completions;
    if (completion !== undefined && step === 1) this.type(completion.text, false, true);
    else this.#set({ text, filters: steppedFilter(filters, step), completions: [] });
  }

  /** Takes a filter away; the last one where none is given. */
  drop(filter: FilterTerm | undefined = this.#state.filters.at(-1)): void {
    const filters = this.#state.filters.filter((other) => other !== filter);
    this.#set({ ...this.#state, filters, completions: [] });
  }

  /** Holds these terms instead: operators become filters, the others text. */
  take(terms: readonly QueryTerm[]): void {
    const text = formatQuery(terms.filter((term) => !isFilter(term)));
    this.#set({ text, filters: terms.filter(isFilter), completions: [] });
  }

  clear(): void {
    this.#set(emptyInput);
  }

  #set(state: SearchInputState): void {
    this.#state = state;
    this.#changed(state, queryOf(state.filters, withoutUnfinished(state)));
  }
}

/** The text without an operator at its end that has no value yet: searched for as a word, it would find nothing. */
function withoutUnfinished({ text, completions }: SearchInputState): string {
  if (completions.length === 0) return text;
  const word = /\S+$/u.exec(text)?.[0] ?? '';
  const unfinished = word.includes(':') && parseQuery(word)[0]?.type === 'word';
  return unfinished ? text.slice(0, text.length - word.length) : text;
}
