import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { quietly } from '../../../shared/quietly.ts';
import { recordBodyError, recordingErrors, recordRequestError } from '../../errors/request-error.ts';
import { type HonoContext, HonoRoute } from './hono-route.ts';
import { type Method, type Methods, ReplacedMethods } from './replaced-methods.ts';

const VERSIONS = ['>=4.0.0 <5'];

/** Files that export `Hono` with other routers (`hono/quick`, `hono/tiny`). */
const PRESETS = ['quick', 'tiny'].flatMap(name => [`dist/preset/${name}.js`, `dist/cjs/preset/${name}.js`]);

/** Files that export streaming helpers, each of which runs a function of the application later. */
const STREAMING = { stream: 'stream', streamText: 'text', streamSSE: 'sse' };

/** A layer in `matchedRoutes()` of Hono: middleware applies to all methods. */
interface Layer {
  readonly method: string;
  readonly path: string;
}

/** Finds the route of each request to Hono, and its error. Upstream has no instrumentation for it. */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/hono', __VERSION__, {});
  }

  protected override init() {
    const methods = new ReplacedMethods();
    const patch = <Exports extends Methods>(exports: Exports): Exports => {
      methods.replace(exports, { Hono: watched });
      return exports;
    };
    const putBack = () => methods.putBack();
    const presets = PRESETS.map(
      file => new InstrumentationNodeModuleFile(`hono/${file}`, VERSIONS, patch, putBack),
    );
    const streaming = Object.entries(STREAMING).flatMap(([name, file]) =>
      ['dist', 'dist/cjs'].map(folder => {
        const path = `hono/${folder}/helper/streaming/${file}.js`;
        const replace = <Exports extends Methods>(exports: Exports): Exports => {
          methods.replace(exports, { [name]: recordingStream });
          return exports;
        };
        return new InstrumentationNodeModuleFile(path, VERSIONS, replace, putBack);
      }),
    );
    return new InstrumentationNodeModuleDefinition('hono', VERSIONS, patch, putBack, [
      ...presets,
      ...streaming,
    ]);
  }
}

/**
 * If writing to a stream fails, Hono prints the error or passes it to the application, and ends the answer.
 */
function recordingStream(original: Method): Method {
  return function stream(this: unknown, honoContext: unknown, write: Method, ...rest: unknown[]) {
    const recording = (...values: unknown[]) =>
      recordingErrors(() => write(...values), undefined, recordBodyError);
    return original.call(this, honoContext, typeof write === 'function' ? recording : write, ...rest);
  };
}

/** Routers that report: applications below a common path share one, and may share the application's own. */
const routers = new WeakSet<object>();

/**
 * Makes every application give its router reporting handlers. Its own list of routes keeps the original ones.
 */
function watched(Hono: Method): Method {
  return new Proxy(Hono, {
    construct(target, values, newTarget) {
      const app: { readonly router?: Methods } = Reflect.construct(target, values, newTarget);
      quietly(() => report(app));
      return app;
    },
  });
}

function report({ router }: { readonly router?: Methods }): void {
  if (!router || typeof router.add !== 'function' || routers.has(router)) return;
  routers.add(router);
  router.add = add(router.add);
}

function add(original: Method): Method {
  return function add(this: unknown, method: string, path: string, entry: [Method, Layer]) {
    const [handler, layer] = Array.isArray(entry) ? entry : [];
    const isKnown = typeof handler === 'function' && typeof layer?.path === 'string';
    return original.call(this, method, path, isKnown ? [reporting(handler, layer), layer] : entry);
  };
}

function reporting(handler: Method, { method, path }: Layer): Method {
  const pattern = path === '/*' && method === 'ALL' && handler.length > 1 ? undefined : path;
  return function layer(this: unknown, honoContext: HonoContext, next: () => unknown) {
    const route = quietly(() => HonoRoute.of(honoContext));
    if (!route) return handler.call(this, honoContext, next);
    quietly(() => route.reach(pattern));
    const pass = () => {
      quietly(() => route.pass());
      return next();
    };
    return recordingAnswer(honoContext, () => handler.call(this, honoContext, pass));
  };
}

/**
 * Hono answers an error before outer middleware sees it, and an application's own handler runs before ours.
 */
function recordingAnswer(honoContext: HonoContext, handle: () => unknown): unknown {
  try {
    const answer = handle();
    if (answer instanceof Promise) {
      answer.then(() => {
        if (honoContext.error !== undefined) recordRequestError(honoContext.error);
      }, recordRequestError);
    }
    return answer;
  } catch (error) {
    recordRequestError(error);
    throw error;
  }
}
