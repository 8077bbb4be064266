import type { McpTransport } from './mcp-attributes.ts';

/** How a request was refused. */
export interface McpRefusal {
  readonly code?: unknown;
  readonly message?: unknown;
}

interface Answer {
  readonly id?: unknown;
  readonly error?: McpRefusal;
}

type Send = (this: unknown, answer: Answer, ...rest: unknown[]) => unknown;

/**
 * Calls the function that passes a request to its handler, and observes whether it refuses the request itself,
 * for example because there is no handler. It sends such an answer at once, and all others later.
 */
export function observeRefusal(
  transport: McpTransport | undefined,
  id: unknown,
  call: () => unknown,
  onRefused: (refusal: McpRefusal) => void,
): unknown {
  const sender = transport as (McpTransport & { send?: Send }) | undefined;
  const send = sender?.send;
  if (!sender || typeof send !== 'function' || !Object.isExtensible(sender)) return call();
  const own = Object.getOwnPropertyDescriptor(sender, 'send');
  Object.defineProperty(sender, 'send', {
    configurable: true,
    writable: true,
    value(this: unknown, answer: Answer, ...rest: unknown[]) {
      if (answer?.id === id && answer.error) onRefused(answer.error);
      return send.call(this, answer, ...rest);
    },
  });
  try {
    return call();
  } finally {
    if (own) Object.defineProperty(sender, 'send', own);
    else delete sender.send;
  }
}
