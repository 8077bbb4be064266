/** What OpenAI's client returns: a promise that reads the answer only once somebody asks what is in it. */
interface ApiPromise {
  responsePromise?: Promise<unknown>;
  parseResponse?: (...args: unknown[]) => unknown;
  then: Promise<unknown>['then'];
}

/**
 * Tells how a call of OpenAI's client ended, when the application learns it and as it reads it: a body can be read only
 * once. Who asks for the response itself reads it by other means, so that there is no result to tell.
 */
export function observeResult(
  call: ApiPromise,
  onResult: (result: unknown) => void,
  onError: (error: unknown) => void,
  onUnread: () => void,
): void {
  const { responsePromise, parseResponse } = call;
  if (!responsePromise || typeof parseResponse !== 'function') {
    call.then(onResult).then(undefined, onError);
    return;
  }
  let isRead = false;
  call.parseResponse = async function parse(this: unknown, ...args) {
    const isFirst = !isRead;
    isRead = true;
    return await observed(parseResponse.apply(this, args), isFirst ? onResult : undefined, onError);
  };
  call.responsePromise = observed(
    responsePromise,
    () => {
      // Whoever waits for the result asks for it at once.
      setImmediate(() => {
        if (!isRead) onUnread();
      });
    },
    onError,
  );
}

/** A promise that settles as another one, after it was told: one that nobody handles is still one that nobody handles. */
async function observed(
  promise: unknown,
  onValue: ((value: unknown) => void) | undefined,
  onError: (error: unknown) => void,
): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    onError(error);
    throw error;
  }
  onValue?.(value);
  return value;
}
