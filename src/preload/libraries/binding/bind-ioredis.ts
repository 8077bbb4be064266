import { type Context, context } from '@opentelemetry/api';
import { detach, replaceMethods } from './bind-calls.ts';

/** The context in which a command was requested that waits for the cluster. */
const ASKED_IN = Symbol('otel-run.asked-in');

type Command = { [ASKED_IN]?: Context };

/** A cluster keeps commands until it is connected, then sends them as if they had been requested there. */
export function bindCluster(cluster: object | undefined): void {
  detach(cluster, 'connect');
  replaceMethods(cluster, ['sendCommand'], (original, self, values) => {
    const command = values[0] as Command;
    command[ASKED_IN] ??= context.active();
    return context.with<unknown[], typeof original>(command[ASKED_IN], original, self, ...values);
  });
}
