// The user's settings: schema, defaults, version. Pure; where they are kept is main's business.
import { z } from 'zod';
import { appRulesSchema } from './app-rules';
import { LANGUAGE_CHOICES } from './i18n/languages';
import { MAX_SCALE, MAX_SEPARATOR_CHARS, MIN_SCALE } from './limits';
import { retentionSchema } from './retention-settings';
import { secretSettingsSchema } from './secret-rules';

export const settingsSchema = z.object({
  version: z.literal(1),
  /** The global hotkey in Electron's accelerator syntax, https://www.electronjs.org/docs/latest/api/accelerator */
  hotkey: z.string().min(1).max(100),
  /** Capture stays paused over a restart: who paused it before typing secrets expects it to stay so. */
  paused: z.boolean(),
  /** While paused: when that ends by itself, milliseconds since the epoch; null = when the user resumes. */
  pausedUntil: z.number().nullable().default(null),
  /** What stands on the clipboard was copied unread, or is kept for a time only: the next start does not take it (again). */
  leaveStanding: z.boolean().default(false),
  /** Linux with X11: what is selected is captured too, as if it were copied. */
  captureSelection: z.boolean().default(false),
  /** What Clipstead speaks; 'system' = the first of the system's languages that there is. */
  language: z.enum(LANGUAGE_CHOICES).default('system'),
  secrets: secretSettingsSchema.prefault({}),
  apps: appRulesSchema.prefault({}),
  retention: retentionSchema.prefault({}),
  /** Chords instead of the usual ones, by command; keymap.ts says what is wrong with them, and nothing of them is thrown away. */
  keys: z.record(z.string(), z.union([z.string(), z.array(z.string()).readonly()])).readonly(),
  /** What stands between clips that are pasted together. */
  separator: z.string().max(MAX_SEPARATOR_CHARS),
  /** The picker's colours; 'system' = as the desktop has it now. */
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** 'more' = strong contrast whatever the desktop says. */
  contrast: z.enum(['system', 'more']).default('system'),
  /** The picker's size in percent, its letters and its window. */
  scale: z.number().int().min(MIN_SCALE).max(MAX_SCALE).default(100),
  /** After a paste the clipboard gets back what it held before, as far as that is in the history. */
  restoreClipboard: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  hotkey: 'CommandOrControl+Shift+V',
  paused: false,
  pausedUntil: null,
  leaveStanding: false,
  captureSelection: false,
  language: 'system',
  secrets: secretSettingsSchema.parse({}),
  apps: appRulesSchema.parse({}),
  retention: retentionSchema.parse({}),
  keys: {},
  separator: '\n',
  theme: 'system',
  contrast: 'system',
  scale: 100,
  restoreClipboard: false,
};
