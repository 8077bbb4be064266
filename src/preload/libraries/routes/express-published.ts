import { subscribe } from 'node:diagnostics_channel';
import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { PUBLISHED_CHANNELS } from '../../../libraries/published-channels.ts';
import { quietly } from '../../../shared/quietly.ts';
import { recordRequestError } from '../../errors/request-error.ts';
import type { ExpressRequest } from './express-layer.ts';
import type { ExpressResponse } from './express-route.ts';
import { isIncoming } from './framework-request.ts';
import { joined } from './joined.ts';

/** Router publishes each handler that it calls, and each error, since version 2.3. */
const CHANNEL = `tracing:${PUBLISHED_CHANNELS.express[0]}`;

interface Layer {
  readonly route?: object;
  match(path: string): false | { readonly path: string };
}

interface Message {
  readonly req: ExpressRequest & { readonly route?: { readonly stack?: readonly unknown[] } };
  readonly res: ExpressResponse;
  readonly layer: Layer;
  readonly handler: { readonly stack?: unknown };
  /** The pattern by which the running router has chosen the layer. */
  readonly route?: string | RegExp;
  /** Set for a callback of a path parameter. */
  readonly param?: string;
  readonly errorHandler?: boolean;
  readonly error?: unknown;
}

/** A part of the path that layers have taken off, and its patterns. */
interface Mount {
  readonly base: string;
  readonly prefix: string;
}

/** Those of a request, in the order in which its layers were called. */
const mounts = new WeakMap<object, Mount[]>();

/** Finds the route of each request, and its error, where Express is in a bundle. */
export function watchPublished(first: unknown): void {
  subscribe(`${CHANNEL}:start`, reach);
  subscribe(`${CHANNEL}:error`, message => recordRequestError((message as Message).error));
  reach(first);
}

function reach(message: unknown): void {
  quietly(() => reachLayer(message as Message));
}

function reachLayer({ req, res, layer, handler, route = '/', param, errorHandler }: Message): void {
  const metadata = getRPCMetadata(context.active());
  if (!metadata || !isIncoming(metadata, req)) return;
  const isRoute = layer.route !== undefined || req.route?.stack?.includes(layer);
  // The path is not taken off yet.
  if (param !== undefined && !isRoute) return;
  const pattern = String(route);
  const reached = isRoute ? joined(prefixOf(req), pattern) || '/' : mount(req, layer, pattern);
  // A router tells by its own layers what is reached.
  if (errorHandler || res.headersSent) return;
  metadata.route = (isRoute || !handler.stack ? reached || undefined : undefined) as string;
}

/** The patterns that lead to the running router. */
function prefixOf(request: ExpressRequest, base = request.baseUrl ?? ''): string {
  return mounts.get(request)?.findLast(one => one.base === base)?.prefix ?? '';
}

/** Notes what a layer has taken off the path, and returns the patterns that lead to it. */
function mount(request: ExpressRequest, layer: Layer, written: string): string {
  const { baseUrl: base = '', url } = request;
  const pattern = written.replace(/(?<!\/)\/+$/, '');
  if (pattern === '') return prefixOf(request);
  const known = mounts.get(request) ?? [];
  const path = base + url.replace(/\?.*$/s, '');
  const isParent = (outer: string) => {
    const match = base.startsWith(outer) && layer.match(path.slice(outer.length));
    return match && outer + match.path.replace(/\/$/, '') === base;
  };
  const outer = known.findLast(one => one.base !== base && isParent(one.base))?.base ?? '';
  const prefix = joined(prefixOf(request, outer), pattern);
  mounts.set(request, [...known, { base, prefix }]);
  return prefix;
}
