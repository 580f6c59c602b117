// A clip that a rule found to be a secret, as it is stored: dots and the rule's name in its place, nothing to search.
// Never touch the payload: it is pasted as it was copied.
import type { NewClip } from '../../../src-shared/clip';
import { previewOf } from '../../../src-shared/clip-kind';
import type { RuleAction } from '../../../src-shared/secret-rules';

const DOTS = '••••••••';
const MINUTE_MS = 60_000;

/** A secret that is shown as it was elsewhere, and stays; `shown` may be anything. */
export function maskAs(clip: NewClip, shown: string): NewClip {
  return {
    ...clip,
    kind: 'text',
    preview: previewOf(shown) || DOTS,
    searchText: '',
    secret: { expiresAt: null },
  };
}

/**
 * @param title what the clip is called in the list.
 * @param now milliseconds since the epoch.
 */
export function maskClip(clip: NewClip, title: string, action: RuleAction, now: number): NewClip {
  const expiresAt = typeof action === 'object' ? now + action.minutes * MINUTE_MS : null;
  return { ...clip, kind: 'text', preview: `${DOTS} ${title}`, searchText: '', secret: { expiresAt } };
}
