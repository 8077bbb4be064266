import { context } from '@opentelemetry/api';
import { withRecorded } from '../../spans/recorded-operation.ts';
import { bindCallbacks, bindCallbacksAndEvents, bound, replaceMethods } from './bind-calls.ts';

type Prototype = object | undefined;

/** Of mysql: a pool's query has a span, and that of the connection which runs it would be a second one. */
export function bindPool(pool: Prototype): void {
  bindCallbacks(pool, 'getConnection');
  replaceMethods(pool, ['query'], (original, self, values) => {
    const query = context.with<unknown[], typeof original>(
      withRecorded(context.active()),
      original,
      self,
      ...values.map(bound),
    );
    return bound(query);
  });
}

/** Of mysql. */
export function bindConnection(connection: Prototype): void {
  bindCallbacksAndEvents(connection, 'query', 'ping', 'changeUser', 'connect', 'statistics', 'end');
}

/** Of mysql2: every command goes through one method, each with its own way to call back. */
export function bindCommands(connection: Prototype): void {
  replaceMethods(connection, ['addCommand'], (original, self, [command]) => {
    const { onResult } = command as { onResult?: unknown };
    if (typeof onResult === 'function') Object.assign(command as object, { onResult: bound(onResult) });
    return Reflect.apply(original, self, [bound(command)]);
  });
}
