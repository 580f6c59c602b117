// Clips that are picked to be pasted together, in the order in which they were picked.
// Pure. Never hold more than ids: what they hold is main's.

/** The clip joins the others at the end, or leaves them. */
export function toggled(picked: readonly number[], id: number): readonly number[] {
  return picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id];
}

/**
 * One step of Shift and an arrow: both clips are picked; a step back over the one picked before gives up the last.
 * @param from where the selection was
 * @param to where it goes
 */
export function extended(picked: readonly number[], from: number, to: number): readonly number[] {
  if (from === to) return picked.includes(from) ? picked : [...picked, from];
  const back = picked.at(-1) === from && picked.at(-2) === to;
  if (back) return picked.slice(0, -1);
  return [...new Set([...picked, from, to])];
}
