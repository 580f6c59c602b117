import { beforeAll, describe, expect, it } from 'vitest';
import {
  allocateKnown,
  allocateOneByOne,
  checkCounter,
  countAllocations,
  KNOWN_OBJECTS,
} from './allocations';

/** V8's own, when it compiles something meanwhile: 29 were seen on a busy machine. */
const V8_EXTRA = 100;
const sink: { last: unknown } = { last: undefined };

beforeAll(allocateOneByOne);

describe('countAllocations', () => {
  it('counts each of a known number of objects, and their bytes', () => {
    allocateKnown(1_000);
    const { count, bytes } = countAllocations(() => allocateKnown(2_500));
    expect(count).toBeGreaterThanOrEqual(2_500 * KNOWN_OBJECTS);
    expect(count).toBeLessThanOrEqual(2_500 * KNOWN_OBJECTS + V8_EXTRA);
    // By step 16 words: objects of three and one field, an array of four, elements of two and two (a word has 8 bytes, 4 where
    // V8 compresses pointers), and more while V8 leaves room for fields to come.
    expect(bytes / 2_500).toBeGreaterThanOrEqual(64);
    expect(bytes / 2_500).toBeLessThan(200);
  });

  it('counts the same in optimised code, which would allocate the four in one piece', () => {
    const { count } = checkCounter();
    expect(count).toBeGreaterThanOrEqual(4_000);
    expect(count).toBeLessThanOrEqual(4_000 + V8_EXTRA);
  });

  it('grows with the work: twice the objects are twice the count', () => {
    allocateKnown(1_000);
    const once = countAllocations(() => allocateKnown(1_000)).count;
    const twice = countAllocations(() => allocateKnown(2_000)).count;
    expect(twice - once).toBeGreaterThanOrEqual(1_000 * KNOWN_OBJECTS - V8_EXTRA);
    expect(twice - once).toBeLessThanOrEqual(1_000 * KNOWN_OBJECTS + V8_EXTRA);
  });

  it('counts nothing where nothing is allocated, and none of its own work', () => {
    const idle = () => {
      for (let i = 0; i < 10_000; i++) sink.last = i & 255;
    };
    idle();
    expect(countAllocations(idle).count).toBeLessThanOrEqual(V8_EXTRA);
  });

  it('keeps what a collection takes meanwhile', () => {
    // 80 MB: more than a young generation holds, so that most are dead before the end.
    const { bytes } = countAllocations(() => {
      for (let i = 0; i < 1_000; i++) sink.last = new Array(10_000).fill(i & 255);
    });
    expect(bytes).toBeGreaterThanOrEqual(1_000 * 10_000 * 4);
  });

  it('counts large and small ones alike, and does not see buffers’ bytes', () => {
    const { count, bytes } = countAllocations(() => {
      for (let i = 0; i < 100; i++) sink.last = new ArrayBuffer(100_000);
    });
    expect(count).toBeGreaterThanOrEqual(100);
    expect(bytes).toBeLessThan(100 * 10_000);
  });

  it('can be used again after steps that threw', () => {
    expect(() =>
      countAllocations(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(countAllocations(() => allocateKnown(100)).count).toBeGreaterThanOrEqual(100);
  });
});
