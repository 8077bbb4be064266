import { context } from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata } from '@opentelemetry/core';
import { Existing } from '../../foundation/bound-context.ts';
import { type ExpressRequest, LayerPattern } from './express-layer.ts';
import { joined } from './joined.ts';

/** The used part of a response. */
export interface ExpressResponse {
  readonly headersSent: boolean;
}

/**
 * The route of one request: the patterns of the layers that led to the answer. Layers that run after the
 * answer do not change it.
 */
export class ExpressRoute {
  readonly #metadata: RPCMetadata;
  /** The patterns that lead to the running router. */
  #prefix = '';
  /**
   * The prefix of a router that the running layer may call. A route takes nothing off the path and adds
   * nothing.
   */
  #reached = '';
  /** `request.baseUrl` of the running router. */
  #base = '';
  /** The last `request.route` that was seen. */
  #matched: object | undefined;

  constructor(metadata: RPCMetadata) {
    this.#metadata = metadata;
  }

  /** The route of a request that a router gets, or undefined if no server span waits for it. */
  static start(request: ExpressRequest): ExpressRoute | undefined {
    const metadata = getRPCMetadata(context.active());
    // A router may be called with anything: by the application, or as a replacement for another function.
    if (!metadata || typeof request !== 'object' || request === null) return undefined;
    const known = Routed.routeOf(request);
    if (known) return known;
    const route = new ExpressRoute(metadata);
    new Routed(request, route);
    return route;
  }

  /** The route of a request that a router has got. */
  static of(request: ExpressRequest): ExpressRoute | undefined {
    return typeof request === 'object' && request !== null ? Routed.routeOf(request) : undefined;
  }

  /**
   * A router gets the request.
   *
   * @returns call it when the router returns the request, with the value that it passes on: without an error,
   *   none of its layers has answered
   */
  enter(request: ExpressRequest, response: ExpressResponse): (error: unknown) => void {
    const prefix = this.#prefix;
    const reached = this.#reached;
    const base = this.#base;
    const { route } = this.#metadata;
    this.#prefix = reached;
    this.#base = baseOf(request);
    return error => {
      this.#prefix = prefix;
      this.#reached = reached;
      this.#base = base;
      if (!error) this.#report(route, response);
    };
  }

  /** A layer gets the request: middleware, or a route with all its handlers. */
  reach(layer: object, request: ExpressRequest, response: ExpressResponse, isRoute: boolean): void {
    const pattern = this.#patternOf(layer, request);
    if (pattern === undefined) return;
    if (isRoute) this.#matched = request.route;
    const reached = joined(this.#prefix, pattern);
    this.#reached = isRoute ? this.#prefix : reached;
    this.#report(reached || (isRoute ? '/' : undefined), response);
  }

  /** A layer gets an error. The route stays that of the layer that threw it. */
  fail(layer: object, request: ExpressRequest): void {
    const pattern = this.#patternOf(layer, request);
    if (pattern !== undefined) this.#reached = joined(this.#prefix, pattern);
  }

  /** Express processes a path parameter before the layer that it belongs to gets the request. */
  match(request: ExpressRequest, response: ExpressResponse): void {
    const { route } = request;
    if (route && route !== this.#matched) this.reach(route, request, response, true);
  }

  /** The application may have replaced anything in a request. */
  #patternOf(layer: object, request: ExpressRequest): string | undefined {
    try {
      return LayerPattern.of(layer, request, this.#base);
    } catch {
      return undefined;
    }
  }

  #report(route: string | undefined, response: ExpressResponse | undefined): void {
    if (!response?.headersSent) this.#metadata.route = route as string;
  }
}

/** The application may have assigned any value. */
function baseOf({ baseUrl }: ExpressRequest): string {
  return typeof baseUrl === 'string' ? baseUrl : '';
}

/** The route of a request, in a private field of the request, which the application does not see. */
class Routed extends Existing {
  readonly #route: ExpressRoute;

  constructor(request: object, route: ExpressRoute) {
    super(request);
    this.#route = route;
  }

  static routeOf(request: object): ExpressRoute | undefined {
    return #route in request ? request.#route : undefined;
  }
}
