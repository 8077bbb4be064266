/** A message as an application sends it. */
export interface SentMessage {
  readonly topic: string;
  readonly headers?: ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>;
}

/** A producer, whose options are below a symbol. */
export type Client = object;

interface Serializers {
  readonly headerKey?: unknown;
  readonly headerValue?: unknown;
}

/** A message's headers with those of a carrier, in the form that the producer writes: bytes, unless it has serializers. */
export function headersWith(
  client: Client,
  { headers = {} }: SentMessage,
  carrier: Readonly<Record<string, string>>,
): ReadonlyMap<unknown, unknown> {
  const { headerKey, headerValue } = serializersOf(client);
  const all = new Map<unknown, unknown>(headers instanceof Map ? headers : Object.entries(headers));
  for (const [name, value] of Object.entries(carrier))
    all.set(written(headerKey, name), written(headerValue, value));
  return all;
}

const OPTIONS = 'plt.kafka.base.options';

function serializersOf(client: Client): Serializers {
  const key = Object.getOwnPropertySymbols(client).find(({ description }) => description === OPTIONS);
  const options = key && (Reflect.get(client, key) as { serializers?: Serializers } | undefined);
  return options?.serializers ?? {};
}

function written(serializer: unknown, text: string): string | Buffer {
  return typeof serializer === 'function' ? text : Buffer.from(text);
}
