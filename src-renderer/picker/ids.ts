// Ids of elements that other elements point to.
export const LIST_ID = 'clips';
export const REFUSAL_ID = 'search-refusal';

/** The id of a clip's row, for aria-activedescendant. */
export function optionId(clip: number): string {
  return `clip-${clip}`;
}
