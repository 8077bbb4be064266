import { context } from '@opentelemetry/api';
import { withRecorded } from '../../spans/recorded-operation.ts';
import { bindCallbacks, bindCallbacksAndEvents, bound, replaceMethods } from './bind-calls.ts';

type Prototype = object | undefined;

/** For mysql: a pool's query has a span. The connection that runs it would add a second one. */
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

/** For mysql. */
export function bindConnection(connection: Prototype): void {
  bindCallbacksAndEvents(connection, 'query', 'ping', 'changeUser', 'connect', 'statistics', 'end');
}

/** For mysql2: all commands go through one method, each with its own kind of callback. */
export function bindCommands(connection: Prototype): void {
  replaceMethods(connection, ['addCommand'], (original, self, [command]) => {
    const { onResult } = command as { onResult?: unknown };
    if (typeof onResult === 'function') Object.assign(command as object, { onResult: bound(onResult) });
    return Reflect.apply(original, self, [bound(command)]);
  });
}
