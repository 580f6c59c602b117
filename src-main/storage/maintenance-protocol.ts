// What the main thread and the maintenance worker say to each other.
// Never put a clip into a message.
import type { ThreadError } from '../../src-shared/errors';
import type { RetentionPolicy } from './excess';
import type { MaintenanceTasks } from './maintenance-tasks';
import type { RunState } from './run-state';

/** Times are milliseconds since the epoch, by the main thread's clock. */
export type MaintenanceAsk =
  | { readonly task: 'prepare'; readonly now: number; readonly unusable: boolean }
  | { readonly task: 'begin'; readonly ours: string | null }
  | { readonly task: 'sync' | 'checkpoint' | 'restart' | 'stats' | 'fullCheck' }
  | { readonly task: 'note'; readonly change: Partial<RunState> }
  | { readonly task: 'movePayloads'; readonly forMs: number }
  | { readonly task: 'findExcess'; readonly now: number; readonly policy: RetentionPolicy }
  | { readonly task: 'findUnnamed'; readonly walk: boolean }
  | { readonly task: 'lookForLost'; readonly depth: 'size' | 'content' }
  | { readonly task: 'backUp'; readonly now: number }
  | { readonly task: 'finishBackup'; readonly file: string; readonly clips: number };

export interface MaintenanceRequest {
  readonly id: number;
  readonly ask: MaintenanceAsk;
}

export type MaintenanceAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ThreadError };

/** Does what is asked. @throws what the task throws */
export function perform(tasks: MaintenanceTasks, ask: MaintenanceAsk): unknown {
  switch (ask.task) {
    case 'prepare':
      return tasks.prepare(ask.now, ask.unusable);
    case 'begin':
      return tasks.begin(ask.ours);
    case 'movePayloads':
      return tasks.movePayloads(ask.forMs);
    case 'backUp':
      return tasks.backUp(ask.now);
    case 'finishBackup':
      return tasks.finishBackup(ask.file, ask.clips);
    case 'note':
      return tasks.note(ask.change);
    case 'findExcess':
      return tasks.findExcess(ask.policy, ask.now);
    case 'findUnnamed':
      return tasks.findUnnamed(ask.walk);
    case 'lookForLost':
      return tasks.lookForLost(ask.depth);
    default:
      return tasks[ask.task]();
  }
}
