// The history as the app opens it, in tests: with its maintenance worker, and closed when the test is over.
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { type History, type HistoryOptions, openHistory } from '../history';
import { nativeBinding } from './fixture';

/** @param worker the built maintenance worker (bundleForTests) */
export async function tempHistory(
  dir: string,
  worker: string,
  options: Partial<Pick<HistoryOptions, 'onTrouble' | 'now'>> = {},
): Promise<History> {
  const history = await openHistory({
    dir,
    nativeBinding,
    maintenanceUrl: pathToFileURL(worker),
    onTrouble: () => {},
    ...options,
  });
  onTestFinished(() => history.close());
  return history;
}
