// What a part of the bench is: a module `bench/<name>.ts` that exports `name`, `runtimes` and `run`.
// Never measure here.

/**
 * `node` = the machine's own; `electron` = the same code in the Electron build's V8 and Node; `app` = the same code as it was packed
 * into an app, in that app's own main process (only where --app names one).
 */
export type Runtime = 'node' | 'electron' | 'app';

export interface BenchContext {
  readonly runtime: Runtime;
  /** The source tree; inside an app, the app's own folder. */
  readonly projectDir: string;
  /** Where the bundles lie, this part's and the worker threads' among them. */
  readonly bundleDir: string;
  /** better-sqlite3's native library; null where the package's own fits the runtime. */
  readonly nativeBinding: string | null;
  /** An empty folder on the project's disk, deleted afterwards. */
  readonly workDir: string;
  /** The packaged app's executable, for parts that drive it; null where it is not built. */
  readonly app: string | null;
  /** A short run that shows that the part works; its numbers mean little. */
  readonly quick: boolean;
  /** Clips in the history, for parts that can be told; null = what the part takes by itself. */
  readonly clips: number | null;
  /** The one of the part's sections that is wanted; null = all. */
  readonly only: string | null;
}

export interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly p99?: number;
  readonly max?: number;
  readonly samples: number;
  /** Bytes allocated in V8's heap by one operation. */
  readonly heapBytes?: number;
  /** Times that one operation asked V8 for memory. */
  readonly allocations?: number;
  /** Bytes allocated outside it and accounted to it (buffers) by one operation. */
  readonly offHeapBytes?: number;
}

export interface Measurement extends Figures {
  readonly operation: string;
  /** Of p50, p95 and max, for example "µs". */
  readonly unit: string;
  /** Rows with the same heading make one table, in the order of their first rows; rows without stand first. */
  readonly table?: string;
  /** What the project wants: at most this. */
  readonly target?: { readonly p50?: number; readonly p95?: number; readonly max?: number };
  /** The same work done the plain way, in the same run. */
  readonly control?: Figures;
  /** What the control is, where the rows of a table have different ones. */
  readonly controlName?: string;
  /** Figures that were given and not measured here; `time` in the row's unit. */
  readonly given?: { readonly time: number; readonly heapBytes: number; readonly allocations: number };
  /** `max` of what the process did by itself, without times in which others had its core. */
  readonly ownMax?: number;
  /** What else there is to say of the row, in a few words. */
  readonly remark?: string;
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
  /** What of it can be run alone, by --only. */
  readonly sections?: readonly string[];
  run(context: BenchContext): Promise<PartReport>;
}

/** A part's report as it stands in the JSON file. */
export interface RunReport extends PartReport {
  readonly part: string;
  readonly runtime: Runtime;
  /** process.versions that tell the build: node, v8, electron, and SQLite's. */
  readonly versions: Readonly<Record<string, string>>;
  /** Of the runtime, which may be another than the machine's. */
  readonly arch: string;
  readonly seconds: number;
}
