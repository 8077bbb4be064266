import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { quietly } from '../../../shared/quietly.ts';
import { recordRequestError } from '../../errors/request-error.ts';
import { loadPart } from '../../foundation/parts.ts';
import {
  type ExpressLayer,
  type ExpressRequest,
  LayerPattern,
  type Path,
  patternOf,
} from './express-layer.ts';
import { type ExpressResponse, ExpressRoute } from './express-route.ts';
import { type Method, ReplacedMethods } from './replaced-methods.ts';

interface Router {
  readonly stack: readonly (ExpressLayer & { readonly route?: object })[];
  readonly caseSensitive?: boolean;
  readonly strict?: boolean;
}

type Next = (error?: unknown) => unknown;

/**
 * Finds the route of each request to Express, and its error, without spans. Upstream's instrumentation wraps
 * each layer to create one, and fails with adjacent or nested routers.
 */
export class RouteInstrumentation extends InstrumentationBase {
  constructor() {
    super('otel-run/express', __VERSION__, {});
  }

  protected override init() {
    const methods = new ReplacedMethods();
    return new InstrumentationNodeModuleDefinition(
      'express',
      ['>=4.0.0 <6'],
      exports => {
        const { Router } = exports;
        // Routers of Express 4 inherit from the function, those of Express 5 from its prototype.
        const router = typeof Router.prototype?.route === 'function' ? Router.prototype : Router;
        methods.replace(router, { ...ROUTER, ...declaring(methods) });
        return exports;
      },
      () => methods.putBack(),
    );
  }

  /** Called with the first message of an Express that is not patched: it is in a bundle. */
  _handlePublished(message: unknown): void {
    loadPart('routes-express-published').watchPublished(message);
  }
}

const ROUTER = {
  handle: (original: Method): Method =>
    function handle(this: Router, request: ExpressRequest, response: ExpressResponse, callback: Next) {
      const route = typeof callback === 'function' ? ExpressRoute.start(request) : undefined;
      if (!route) return original.call(this, request, response, callback);
      const leave = route.enter(request, response);
      return original.call(this, request, response, function next(this: unknown, error: unknown) {
        leave(error);
        if (error) recordRequestError(error);
        return callback.call(this, error);
      });
    },
  param: (original: Method): Method =>
    function param(this: Router, name: unknown, callback: unknown, ...rest: unknown[]) {
      const matching = typeof callback === 'function' ? matchFirst(callback as Method) : callback;
      return original.call(this, name, matching, ...rest);
    },
};

/** Express first tells a route's handlers that the route has matched. */
function matchFirst(callback: Method): Method {
  return function param(
    this: unknown,
    request: ExpressRequest,
    response: ExpressResponse,
    ...rest: unknown[]
  ) {
    ExpressRoute.of(request)?.match(request, response);
    return callback.call(this, request, response, ...rest);
  };
}

/** The place where a router gets its layers: the only way to their class that exists in all versions. */
function declaring(methods: ReplacedMethods) {
  const declare = (original: Method, end: boolean): Method =>
    function declare(this: Router, ...args: unknown[]) {
      const known = this.stack?.length ?? 0;
      const result = original.apply(this, args);
      quietly(() => declareLayers(this, known, args[0] as Path, end));
      return result;
    };
  const declareLayers = (router: Router, known: number, path: Path, end: boolean) => {
    for (const layer of router.stack.slice(known)) {
      const matching = { sensitive: router.caseSensitive, strict: end ? router.strict : false, end };
      const pattern = patternOf(layer, startsWithHandler(path) ? '/' : path, matching);
      LayerPattern.declare(layer, pattern);
      if (layer.route) LayerPattern.declare(layer.route, pattern);
      methods.replace(Object.getPrototypeOf(layer), LAYER);
    }
  };
  return {
    use: (original: Method) => declare(original, false),
    route: (original: Method) => declare(original, true),
  };
}

/** `use` accepts handlers without a path, also in lists. */
function startsWithHandler(first: unknown): boolean {
  return Array.isArray(first) ? startsWithHandler(first[0]) : typeof first === 'function';
}

function handleRequest(original: Method): Method {
  return function handle(
    this: Router['stack'][number],
    request: ExpressRequest,
    response: ExpressResponse,
    next: Next,
  ) {
    ExpressRoute.of(request)?.reach(this, request, response, this.route !== undefined);
    return original.call(this, request, response, next);
  };
}

function handleError(original: Method): Method {
  return function handle(
    this: ExpressLayer,
    error: unknown,
    request: ExpressRequest,
    response: ExpressResponse,
    next: Next,
  ) {
    ExpressRoute.of(request)?.fail(this, request);
    recordRequestError(error);
    return original.call(this, error, request, response, next);
  };
}

/** The names in Express 5 and Express 4. */
const LAYER = { handleRequest, handle_request: handleRequest, handleError, handle_error: handleError };
