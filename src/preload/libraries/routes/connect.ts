import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { replaceOwn } from '../binding/bind-calls.ts';
import { patchExportsAndDefault } from '../patch-exports-and-default.ts';
import { recordingHandler } from './recording-handler.ts';

/**
 * Records errors that handlers of Connect throw or pass on. Connect has no routes: it only matches prefixes.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/connect', __VERSION__, {});
  }

  protected override init() {
    return new InstrumentationNodeModuleDefinition(
      'connect',
      ['>=3.0.0 <4'],
      patchExportsAndDefault((create: unknown) =>
        typeof create === 'function' ? new Proxy(create as Create, { apply: make }) : undefined,
      ),
    );
  }
}

type Create = (...values: unknown[]) => object;

function make(create: Create, self: unknown, values: unknown[]): object {
  const app = Reflect.apply(create, self, values);
  replaceOwn(app, ['use'], (use, of, given) =>
    Reflect.apply(use, of, [...given.slice(0, -1), recordingHandler(given.at(-1))]),
  );
  return app;
}
