// The user's settings: schema, defaults, version. Pure; where they are kept is main's business.
import { z } from 'zod';
import { retentionSchema } from './retention-settings';

export const settingsSchema = z.object({
  version: z.literal(1),
  /** The global hotkey in Electron's accelerator syntax, https://www.electronjs.org/docs/latest/api/accelerator */
  hotkey: z.string().min(1).max(100),
  /** Capture stays paused over a restart: who paused it before typing secrets expects it to stay so. */
  paused: z.boolean(),
  retention: retentionSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  hotkey: 'CommandOrControl+Shift+V',
  paused: false,
  retention: retentionSchema.parse({}),
};
