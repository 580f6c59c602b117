// A rule's action in words. Apart from the rules themselves: the command line's client has no time to load their schema.
import type { RuleAction } from './secret-rules';

/** An action in a few words. */
export function actionWords(action: RuleAction): string {
  if (action === 'keep') return 'kept';
  if (action === 'mask') return 'kept, masked';
  if (action === 'never') return 'never kept';
  return `kept for ${action.minutes} ${action.minutes === 1 ? 'minute' : 'minutes'}, masked`;
}
