import { replaceMethods } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { traceCall } from './traced-call.ts';

/** The part of a client that matters here. */
interface Client {
  readonly servers?: readonly { readonly host?: string; readonly port?: number | string }[];
}

const COMMANDS = [
  ...['get', 'set', 'add', 'replace', 'delete', 'increment', 'decrement', 'append', 'prepend'],
  ...['touch', 'flush'],
];

/** Creates a CLIENT span for each command, without keys. */
export function enable({ tracerProvider, targets }: SetUp): void {
  const tracer = tracerProvider.getTracer('otel-run/memjs', __VERSION__);
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ Client }) {
        for (const operation of COMMANDS)
          replaceMethods(Client?.prototype, [operation], (original, self, values) =>
            traceCall(
              tracer,
              { system: 'memcached', operation, ...serverOf(self as Client) },
              values,
              given => Reflect.apply(original, self, given),
            ),
          );
      },
    });
  }
}

/** With several servers, a key chooses one. */
function serverOf({ servers = [] }: Client) {
  const [server] = servers.length === 1 ? servers : [];
  return { host: server?.host, port: Number(server?.port) || undefined };
}
