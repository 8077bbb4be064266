import { describe, expect, it } from 'vitest';
import { observeIterator, observeReadable } from '../../../../src/preload/libraries/ai/streams.ts';

/** What an observer is told. */
function recorder() {
  const told: unknown[] = [];
  return {
    told,
    observer: {
      onChunk: (chunk: unknown) => told.push(chunk),
      onEnd: () => told.push('end'),
      onError: (error: unknown) => told.push(`error: ${(error as Error).message}`),
    },
  };
}

const streamOf = (chunks: readonly unknown[], error?: Error) => {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller) {
      if (left.length > 0) controller.enqueue(left.shift());
      else if (error) controller.error(error);
      else controller.close();
    },
  });
};

async function collect(parts: AsyncIterable<unknown>): Promise<unknown[]> {
  const all = [];
  for await (const part of parts) all.push(part);
  return all;
}

const READERS = [
  { what: 'iterated', read: (stream: ReadableStream) => collect(stream) },
  {
    what: 'piped',
    read: (stream: ReadableStream) => collect(stream.pipeThrough(new TransformStream())),
  },
  {
    what: 'split',
    async read(stream: ReadableStream) {
      const [one, other] = stream.tee();
      const [parts] = await Promise.all([collect(one), collect(other)]);
      return parts;
    },
  },
  {
    what: 'read',
    async read(stream: ReadableStream) {
      const reader = stream.getReader();
      const all = [];
      for (let part = await reader.read(); !part.done; part = await reader.read()) all.push(part.value);
      return all;
    },
  },
];

describe('a readable stream', () => {
  it.each(READERS)('that is $what gives what it has, and tells it', async ({ read }) => {
    const stream = streamOf(['a', 'b']);
    const { told, observer } = recorder();
    observeReadable(stream, observer);

    expect(await read(stream)).toEqual(['a', 'b']);
    expect(told).toEqual(['a', 'b', 'end']);
    expect(stream).toBeInstanceOf(ReadableStream);
  });

  it('that fails gives its error, and tells it', async () => {
    const stream = streamOf(['a'], new Error('broken'));
    const { told, observer } = recorder();
    observeReadable(stream, observer);

    await expect(collect(stream)).rejects.toThrow('broken');
    expect(told).toEqual(['a', 'error: broken']);
  });

  it('that is left tells its end', async () => {
    const stream = streamOf(['a', 'b']);
    const { told, observer } = recorder();
    observeReadable(stream, observer);
    for await (const _ of stream) break;

    expect(told.at(-1)).toBe('end');
  });

  it('gives what it has although the observer throws', async () => {
    const stream = streamOf(['a']);
    const fail = () => {
      throw new Error('observer');
    };
    observeReadable(stream, { onChunk: fail, onEnd: fail, onError: fail });

    expect(await collect(stream)).toEqual(['a']);
  });
});

describe('an iterator', () => {
  async function* generate(): AsyncGenerator<string> {
    yield 'a';
    yield 'b';
  }

  it('gives what it has, and tells it', async () => {
    const { told, observer } = recorder();

    expect(await collect(observeIterator(generate(), observer))).toEqual(['a', 'b']);
    expect(told).toEqual(['a', 'b', 'end']);
  });

  it('that is left is closed, and tells its end', async () => {
    const { told, observer } = recorder();
    const iterator = generate();
    for await (const _ of observeIterator(iterator, observer)) break;

    expect(told).toEqual(['a', 'end']);
    expect(await iterator.next()).toMatchObject({ done: true });
  });
});
