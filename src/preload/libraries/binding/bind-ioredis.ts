import { type Context, context } from '@opentelemetry/api';
import { detach, replaceMethods } from './bind-calls.ts';

/** Where a command was asked for that waits until the cluster is known. */
const ASKED_IN = Symbol('otel-run.asked-in');

type Command = { [ASKED_IN]?: Context };

/** A cluster keeps commands until it is connected, and then sends them as if they were asked for there. */
export function bindCluster(cluster: object | undefined): void {
  detach(cluster, 'connect');
  replaceMethods(cluster, ['sendCommand'], (original, self, values) => {
    const command = values[0] as Command;
    command[ASKED_IN] ??= context.active();
    return context.with<unknown[], typeof original>(command[ASKED_IN], original, self, ...values);
  });
}
