// Samples in, figures of the report out.
// Never drop a sample.
import { percentile } from '../lib/measure';
import type { Figures } from '../lib/part';

export function figures(samples: readonly number[]): Figures {
  return {
    p50: percentile(samples, 0.5),
    p95: percentile(samples, 0.95),
    max: percentile(samples, 1),
    samples: samples.length,
  };
}

/** A figure that is one number. */
export function single(value: number): Figures {
  return { p50: value, p95: value, samples: 1 };
}
