// What a part of the bench is: a module `bench/<name>.ts` that exports `name`, `runtimes` and `run`.
// Never measure here.

/** `node` = the machine's own; `electron` = the same code in the Electron build's V8 and Node. */
export type Runtime = 'node' | 'electron';

export interface BenchContext {
  readonly runtime: Runtime;
  /** The source tree. */
  readonly projectDir: string;
  /** Where the bundles lie, this part's among them. */
  readonly bundleDir: string;
  /** An empty folder on the project's disk, deleted afterwards. */
  readonly workDir: string;
  /** The packaged app's executable, for parts that drive it; null where it is not built. */
  readonly app: string | null;
  /** A short run that shows that the part works; its numbers mean little. */
  readonly quick: boolean;
  /** Clips in the history, for parts that can be told; null = what the part takes by itself. */
  readonly clips: number | null;
}

export interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly max?: number;
  readonly samples: number;
  /** Bytes allocated in V8's heap by one operation. */
  readonly heapBytes?: number;
  /** Bytes allocated outside it and accounted to it (buffers) by one operation. */
  readonly offHeapBytes?: number;
}

export interface Measurement extends Figures {
  readonly operation: string;
  /** Of p50, p95 and max, for example "µs". */
  readonly unit: string;
  /** What the project wants: at most this. */
  readonly target?: { readonly p50?: number; readonly p95?: number };
  /** The same work done the plain way, in the same run. */
  readonly control?: Figures;
}

export interface PartReport {
  readonly title: string;
  readonly measurements: readonly Measurement[];
  /** How it was measured, and against what: one line each. */
  readonly notes: readonly string[];
}

export interface BenchPart {
  readonly name: string;
  readonly runtimes: readonly Runtime[];
  run(context: BenchContext): Promise<PartReport>;
}

/** A part's report as it stands in the JSON file. */
export interface RunReport extends PartReport {
  readonly part: string;
  readonly runtime: Runtime;
  /** process.versions that tell the build: node, v8, electron, and SQLite's. */
  readonly versions: Readonly<Record<string, string>>;
  readonly seconds: number;
}
