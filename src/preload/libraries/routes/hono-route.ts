import { context } from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata } from '@opentelemetry/core';
import { Existing } from '../../foundation/bound-context.ts';
import { joined } from './joined.ts';

/** The used part of a context of Hono. */
export interface HonoContext {
  readonly req: { readonly path: string };
  readonly error?: unknown;
}

/**
 * The way of a request through a Hono application: the layers that it reaches, and the applications around.
 */
export class HonoRoute {
  readonly #metadata: RPCMetadata;
  readonly #path: string;
  /** The pattern at which an outer application mounts this one. */
  readonly #mounted: string | undefined;
  readonly #prefix: string;

  private constructor(metadata: RPCMetadata, path: string) {
    this.#metadata = metadata;
    this.#path = path;
    this.#mounted = metadata.route;
    this.#prefix = metadata.route?.replace(/\/?\*$/, '') ?? '';
  }

  /** The route of a request, or undefined if no server span waits for it. */
  static of(honoContext: HonoContext): HonoRoute | undefined {
    const known = Routed.routeOf(honoContext);
    if (known !== undefined) return known ?? undefined;
    const metadata = getRPCMetadata(context.active());
    const route = metadata && HonoRoute.#start(metadata, honoContext.req.path);
    new Routed(honoContext, route ?? null);
    return route;
  }

  /**
   * A handler may call an application itself (`app.request()`). Only mounted ones have the incoming request.
   */
  static #start(metadata: RPCMetadata, path: string): HonoRoute | undefined {
    const outer = Routed.routeOf(metadata);
    if (outer && !outer.#isAround(metadata.route, path)) return undefined;
    const route = new HonoRoute(metadata, path);
    if (!outer) new Routed(metadata, route);
    return route;
  }

  #isAround(route: string | undefined, path: string): boolean {
    return route?.endsWith('*') !== false && this.#path.endsWith(path.slice(1));
  }

  /** A layer gets the request; `undefined` is middleware for all paths. */
  reach(pattern: string | undefined): void {
    const route = pattern === undefined ? this.#mounted : joined(this.#prefix, pattern) || '/';
    this.#metadata.route = route as string;
  }

  /** A layer passes the request on. If no other layer gets it, it has no route. */
  pass(): void {
    this.#metadata.route = this.#mounted as string;
  }
}

/** The route on Hono's context, and the outermost application's route on the request: a private field. */
class Routed extends Existing {
  readonly #route: HonoRoute | null;

  constructor(target: object, route: HonoRoute | null) {
    super(target);
    this.#route = route;
  }

  static routeOf(target: object): HonoRoute | null | undefined {
    return #route in target ? target.#route : undefined;
  }
}
