// Counts what a piece of code allocates in V8's heap on this thread: objects and bytes, collected ones too.
// Never time anything here: each allocation takes the slow path while it is counted.
import { Session } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';

export interface Allocations {
  /** Times that V8 was asked for memory. What optimised code allocates in one piece counts as one: see allocateOneByOne(). */
  readonly count: number;
  readonly bytes: number;
}

/**
 * Has V8's optimising compiler allocate each object by itself, in code that it compiles from now on: called before the code that
 * is to be counted has run. It costs nanoseconds, and without it a count of 144 became 111.
 */
export function allocateOneByOne(): void {
  setFlagsFromString('--no-turbo-allocation-folding');
}

/** As the protocol has it; the types of node:inspector lack `id` and `samples`. */
interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string };
  readonly children: readonly ProfileNode[];
}
interface Profile {
  readonly head: ProfileNode;
  /** One for each allocation; `size` in bytes, `nodeId` the innermost frame. */
  readonly samples: readonly { readonly size: number; readonly nodeId: number }[];
}

/**
 * V8 samples its allocations at distances that average this many bytes. The smallest object has 8 (V8's smallest tagged
 * object is two words), so at 1 the chance to miss one is below e⁻⁸.
 */
const SAMPLING_INTERVAL = 1;

/** Names the frame below which samples count; everything else is the inspector's own. */
const FRAME = 'runCountedSteps';

/**
 * Runs `steps` once and counts. By V8's sampling heap profiler with an interval of one byte, objects included that a collection
 * took meanwhile (https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/#method-startSampling).
 * @param steps synchronous; what it allocates on other threads, or outside the heap (buffers' bytes), does not count.
 */
export function countAllocations(steps: () => void): Allocations {
  const session = new Session();
  session.connect();
  try {
    session.post('HeapProfiler.startSampling', {
      samplingInterval: SAMPLING_INTERVAL,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    runCountedSteps(steps);
    return sum(stopSampling(session));
  } finally {
    session.disconnect();
  }
}

function runCountedSteps(steps: () => void): void {
  steps();
}

/** A session on the own thread answers before post() returns. */
function stopSampling(session: Session): Profile {
  let profile: unknown = null;
  let failed: Error | null = null;
  session.post('HeapProfiler.stopSampling', (error, result) => {
    failed = error;
    profile = result?.profile ?? null;
  });
  if (profile === null) throw new Error('V8 gave no allocation profile', { cause: failed });
  return profile as Profile;
}

function sum({ head, samples }: Profile): Allocations {
  const counted = new Set<number>();
  const walk = (node: ProfileNode, inside: boolean) => {
    const isInside = inside || node.callFrame.functionName === FRAME;
    if (isInside) counted.add(node.id);
    for (const child of node.children) walk(child, isInside);
  };
  walk(head, false);
  const ours = samples.filter(({ nodeId }) => counted.has(nodeId));
  return { count: ours.length, bytes: ours.reduce((bytes, { size }) => bytes + size, 0) };
}

/** Takes every result, so that no allocation can be optimised away. */
const sink: { last: unknown } = { last: undefined };

/** Objects in one step of allocateKnown(): two with a field each, an array that holds them, and the array's elements. */
export const KNOWN_OBJECTS = 4;

/** Allocates KNOWN_OBJECTS objects `steps` times, and nothing else. */
export function allocateKnown(steps: number): void {
  for (let i = 0; i < steps; i++) sink.last = [{ field: i & 255 }, { field: sink }];
}

/** The counter's own check, in the runtime that it runs in. @returns what it says of 4,000 known objects */
export function checkCounter(): Allocations {
  const steps = 4_000 / KNOWN_OBJECTS;
  // Often enough to be compiled by the optimising compiler, which works on a thread of its own.
  for (let i = 0; i < 2_000; i++) allocateKnown(steps);
  return countAllocations(() => allocateKnown(steps));
}
