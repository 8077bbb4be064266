import { noteFailure } from '../../shared/note-failure.ts';
import { quietly } from '../../shared/quietly.ts';
import { whileWriting } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { activeTraceIds } from '../reserved-fields.ts';
import { createNestExport } from './export.ts';
import { watchMessages } from './messages.ts';

const patched = new WeakSet<object>();

/** Exports the records of NestJS's own logger to OpenTelemetry. */
export const NestInstrumentation = defineBridge({
  logger: '@nestjs/common',
  modules: { '@nestjs/common': patchNest },
});

/**
 * Patches the methods with which Nest's logger writes a record after the check of its level. `Logger` and
 * classes that extend the logger use them, too. If the application replaces the logger, the bridge of that
 * logger is responsible.
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
      noteFailure('a record of NestJS was not exported', error);
    }
    return result;
  };
  if (typeof printStack !== 'function') return nest;
  prototype.printStackTrace = function printExportedStack(this: Exports, ...values: unknown[]) {
    return whileWriting(() => printStack.apply(this, values));
  };
  return nest;
}

/** Nest makes its JSON lines from this object. Versions before 11 have no such lines. */
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
