// How clip content prints wherever it is not shown: as `[clip N B]`. What is logged passes through redact().
// Never add a way around it: a log line is worth less than a secret.

/** How clip content of `bytes` bytes prints. */
function clipLabel(bytes: number): string {
  return `[clip ${bytes} B]`;
}

/** Members that hold clip content, or what a user typed to find it, by the names that our types give them. */
const CONTENT: ReadonlySet<string> = new Set(['preview', 'searchText', 'text', 'query', 'bytes', 'payloads']);

/**
 * A replacer for JSON.stringify: bytes of any kind, and members that our types name content, print as `[clip N B]`.
 * Sizes are UTF-8 bytes.
 */
export function redact(key: string, value: unknown): unknown {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return clipLabel(value.byteLength);
  // A Buffer has already become its JSON form when a replacer sees it.
  if (isBufferJson(value)) return clipLabel(value.data.length);
  if (CONTENT.has(key) && typeof value === 'string') return clipLabel(new TextEncoder().encode(value).length);
  return value;
}

function isBufferJson(value: unknown): value is { readonly data: readonly number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as { type?: unknown }).type === 'Buffer' &&
    Array.isArray((value as { data?: unknown }).data)
  );
}
