// What both threads of a transfer say.
// Never more than one line.
import { ClipsteadError } from '../../src-shared/errors';

export function cancelled(): ClipsteadError {
  return new ClipsteadError('cancelled', 'It was cancelled.');
}
