import { diag } from '@opentelemetry/api';
import { quietly } from '../../shared/quietly.ts';
import { whileWriting } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { activeTraceIds } from '../reserved-fields.ts';
import { createNestExport } from './export.ts';
import { watchMessages } from './messages.ts';

const patched = new WeakSet<object>();

/** The records of NestJS's own logger on their way to OpenTelemetry. */
export const NestInstrumentation = defineBridge({
  logger: '@nestjs/common',
  modules: { '@nestjs/common': patchNest },
});

/**
 * Patches the methods of Nest's logger that write what was logged, once its level let it through: also of `Logger`,
 * which hands over to it, and of classes that extend it. One that the application puts in its place is another
 * logger's affair.
 */
function patchNest(nest: Exports, bridge: Bridge): Exports {
  const prototype = nest.ConsoleLogger?.prototype;
  if (typeof prototype?.printMessages !== 'function' || patched.has(prototype)) return nest;
  patched.add(prototype);
  if (bridge.correlate) correlate(prototype);
  if (!bridge.send) return nest;
  const send = createNestExport(bridge);
  const { printMessages: print, printStackTrace: printStack } = prototype;
  prototype.printMessages = function printAndExport(
    this: Exports,
    messages: readonly unknown[],
    context?: string,
    level?: string,
    stream?: string,
    stack?: unknown,
    params?: object,
    ...rest: unknown[]
  ) {
    const watched = watchMessages(this, messages);
    const result = whileWriting(() =>
      watched.during(() =>
        print.call(this, watched.messages, context, level, stream, stack, params, ...rest),
      ),
    );
    try {
      const shown = params && watched.shown(params);
      send({ messages: watched.messages.map(watched.shown), context, level, stack, params: shown as object });
    } catch (error) {
      diag.debug('a record of NestJS was not exported', error);
    }
    return result;
  };
  if (typeof printStack !== 'function') return nest;
  prototype.printStackTrace = function printExportedStack(this: Exports, ...values: unknown[]) {
    return whileWriting(() => printStack.apply(this, values));
  };
  return nest;
}

/** Its JSON lines are made of this object; versions before 11 have none. */
function correlate(prototype: Exports): void {
  const { getJsonLogObject: make } = prototype;
  if (typeof make !== 'function') return;
  prototype.getJsonLogObject = function makeWithIds(this: Exports, ...values: unknown[]) {
    const made = make.apply(this, values);
    return quietly(() => ({ ...made, ...missing(made) })) ?? made;
  };
}

function missing(made: object): object {
  const ids = Object.entries(activeTraceIds() ?? {});
  return Object.fromEntries(ids.filter(([key]) => !Object.hasOwn(made, key)));
}
