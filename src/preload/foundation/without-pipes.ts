import { laterModule } from './later-modules.ts';

const STREAMS = ['stdout', 'stderr'] as const;

/**
 * Runs a function that starts one of Node's own threads. Node.js permanently pipes such a thread's output
 * into the `process.stdout` and `process.stderr` of that moment. A pipe adds listeners that the application
 * would see, one of which throws if a reader closes early. Meanwhile, both are replaced by streams that pass
 * on whatever the thread writes. Anything that this thread itself prints meanwhile is about starting the
 * other one (`NODE_DEBUG=worker`), and is dropped.
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
  const { Writable } = laterModule('stream');
  const stream = new Writable({
    write(chunk, _encoding, done) {
      if (!state.starting) process[name].write(chunk);
      done();
    },
  });
  return { get: () => stream };
}
