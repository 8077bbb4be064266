import { eventText, fieldOf } from './event-field.ts';
import type { Invocation } from './invocation.ts';
import type { Invocations } from './invocations.ts';

type Native = (...values: unknown[]) => unknown;

/**
 * Watches the runtime's native client, which reports the outcome of an invocation and requests the next one.
 * Lambda answers the caller at the outcome and freezes the process at the request. Delivery happens between
 * them, when nobody is waiting.
 *
 * @param client the exports of the runtime's `rapid-client.node`, changed in place
 * @param isConcurrent whether invocations overlap: then the runtime requests the next one while others run
 * @returns whether it is such a client
 */
export function watchClient(client: unknown, invocations: Invocations, isConcurrent: boolean): boolean {
  const next = fieldOf(client, 'next');
  if (typeof next !== 'function') return false;
  before(client, 'done', id => endOf(id, invocations, () => {}));
  before(client, 'error', (id, body) => endOf(id, invocations, one => failBy(body, one)));
  Reflect.set(client as object, 'next', async (...values: unknown[]) => {
    quietly(() => invocations.endAll(isConcurrent ? 'settled' : 'all'));
    await invocations.deliver();
    invocations.asked();
    return Reflect.apply(next as Native, client, values);
  });
  return true;
}

function before(client: unknown, name: string, act: (...values: unknown[]) => void): void {
  const original = fieldOf(client, name);
  if (typeof original !== 'function') return;
  Reflect.set(client as object, name, (...values: unknown[]) => {
    quietly(() => act(...values));
    return Reflect.apply(original, client, values);
  });
}

function endOf(id: unknown, invocations: Invocations, tell: (invocation: Invocation) => void): void {
  const invocation = invocations.find(decodeURIComponent(String(id)));
  if (!invocation) return;
  tell(invocation);
  invocations.end(invocation);
}

/**
 * The error that the runtime posts. It may be its own, for example if a response cannot be written as JSON.
 */
function failBy(body: unknown, invocation: Invocation): void {
  const error: unknown = JSON.parse(String(body));
  invocation.failAs(
    eventText(fieldOf(error, 'errorType')) ?? '_OTHER',
    eventText(fieldOf(error, 'errorMessage')) ?? '',
  );
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The runtime must continue.
  }
}
