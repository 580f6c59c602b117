// What the user may set about how much is kept: limits of the whole history, and of single kinds within it.
// Never a limit for pinned clips: they stay.
import { z } from 'zod';
import { CLIP_KINDS } from './clip';
import { MAX_HISTORY_BYTES, MAX_HISTORY_CLIPS } from './limits';

const MEGABYTE = 1024 * 1024;

const limit = (most: number) => {
  const words = `must be a whole number from 1 to ${most}, or null for no limit`;
  return z.number(words).int(words).min(1, words).max(most, words).nullable();
};

/** A hundred years; more clips and bytes than a disk takes. */
const maxDays = limit(36_500);
const maxClips = limit(1_000_000_000);
const maxMegabytes = limit(1_000_000_000);

const unknownName = {
  error: ({ code }: { readonly code?: string }) =>
    code === 'unrecognized_keys'
      ? 'has a name that is not known; there are maxDays, maxClips and maxMegabytes'
      : 'must be an object such as {"maxDays": 90}',
};

const allSchema = z.strictObject(
  {
    /** Since the last use. */
    maxDays: maxDays.default(null),
    maxClips: maxClips.default(MAX_HISTORY_CLIPS),
    maxMegabytes: maxMegabytes.default(MAX_HISTORY_BYTES / MEGABYTE),
  },
  unknownName,
);

const kindSchema = z.strictObject(
  {
    maxDays: maxDays.default(null),
    maxClips: maxClips.default(null),
    maxMegabytes: maxMegabytes.default(null),
  },
  unknownName,
);

export const retentionSchema = z.strictObject(
  {
    all: allSchema.prefault({}),
    kinds: z
      .partialRecord(z.enum(CLIP_KINDS), kindSchema, `must have no other names than ${CLIP_KINDS.join(', ')}`)
      .default({}),
  },
  'must have no other names than all and kinds',
);
export type RetentionSettings = z.infer<typeof retentionSchema>;

type Limits = RetentionSettings['all'];

/** The limits in milliseconds and bytes. */
export function limitsOf({ maxDays: days, maxClips: clips, maxMegabytes: megabytes }: Limits) {
  return {
    maxAgeMs: days === null ? null : days * 24 * 60 * 60_000,
    maxClips: clips,
    maxBytes: megabytes === null ? null : megabytes * MEGABYTE,
  };
}
