import { Writable } from 'node:stream';

const STREAMS = ['stdout', 'stderr'] as const;

/**
 * Runs something that starts a thread of Node's own, which pipes the thread's output into `process.stdout` and
 * `process.stderr`: as they are found then, and for good. A pipe adds listeners to them that the application would
 * see, and one that throws where a reader goes away early. Meanwhile they are found to be streams that pass on
 * what the thread writes, if it ever writes. What this thread itself prints meanwhile is about starting the other
 * (`NODE_DEBUG=worker`), and dropped.
 */
export function withoutPipes<Result>(action: () => Result): Result {
  const state = { starting: true };
  const originals = STREAMS.map(name => [name, Object.getOwnPropertyDescriptor(process, name)] as const);
  for (const [name, descriptor] of originals) {
    if (descriptor?.configurable)
      Object.defineProperty(process, name, { ...passingOn(name, state), configurable: true });
  }
  try {
    return action();
  } finally {
    state.starting = false;
    for (const [name, descriptor] of originals) {
      if (descriptor?.configurable) Object.defineProperty(process, name, descriptor);
    }
  }
}

function passingOn(
  name: (typeof STREAMS)[number],
  state: { readonly starting: boolean },
): PropertyDescriptor {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      if (!state.starting) process[name].write(chunk);
      done();
    },
  });
  return { get: () => stream };
}
