import { recordingErrors, recordRequestError } from '../../errors/request-error.ts';

type Handler = (...values: unknown[]) => unknown;

/**
 * A handler whose last argument is `next`, as in Connect and Polka. Errors that it throws, rejects with or
 * passes on are recorded on the server span. A proxy keeps the properties that a framework reads of a
 * function.
 *
 * @param before is called first
 */
export function recordingHandler(handler: unknown, before?: (request: unknown) => void): unknown {
  if (typeof handler !== 'function') return handler;
  return new Proxy(handler as Handler, {
    apply(target, self, values: unknown[]) {
      before?.(values[0]);
      const next = values.at(-1);
      const passed = typeof next === 'function' ? values.with(-1, recordingNext(next as Handler)) : values;
      const answer = recordingErrors(() => Reflect.apply(target, self, passed));
      // Both leave it: a rejection that nothing handles ends the process, so what is returned is not handled yet.
      return answer instanceof Promise ? answer.then() : answer;
    },
  });
}

function recordingNext(next: Handler): Handler {
  return (error, ...rest) => {
    if (error && error !== 'route') recordRequestError(error);
    return next(error, ...rest);
  };
}
