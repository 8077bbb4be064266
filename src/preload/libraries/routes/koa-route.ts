import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { quietly } from '../../../shared/quietly.ts';
import { Existing } from '../../foundation/bound-context.ts';
import { joined } from './joined.ts';

/** The used part of a context of Koa. */
interface KoaContext {
  readonly path: string;
  readonly originalUrl: string;
  /** The router's matches: routes, and middleware, which has no methods. */
  readonly matched?: readonly { readonly path: unknown; readonly methods: readonly unknown[] }[];
}

/**
 * Properties that a router sets on the context when it reaches a layer, and `koa-mount` when it removes its
 * prefix from the path.
 */
const NOTES = { _matchedRoute: onRoute, mountPath: onMount };

/** Observes these properties on all contexts that inherit from an object. */
export function watchContexts(prototype: object): void {
  for (const [name, onNote] of Object.entries(NOTES)) {
    if (Object.hasOwn(prototype, name)) continue;
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: object) {
        return Notes.of(this)?.values[name];
      },
      set(this: KoaContext, value: unknown) {
        const notes = Notes.of(this) ?? Notes.add(this);
        if (typeof this.originalUrl === 'string') quietly(() => onNote(this, value, notes.prefixes));
        notes.values[name] = value;
      },
    });
  }
}

/** The notes of one context, in a private field of the context, which the application does not see. */
class Notes extends Existing {
  readonly #notes = {
    values: {} as Record<string, unknown>,
    /**
     * Prefixes that mounted applications have removed from the path. Unlike other rewriting, they do not
     * vary.
     */
    prefixes: new Set(['']),
  };

  static of(target: object) {
    return #notes in target ? target.#notes : undefined;
  }

  static add(target: object) {
    new Notes(target);
    return (target as Notes).#notes;
  }
}

function onRoute(koa: KoaContext, route: unknown, prefixes: ReadonlySet<string>): void {
  const metadata = getRPCMetadata(context.active());
  if (!metadata || !route || isMiddleware(koa, route)) return;
  const prefix = takenOff(koa);
  metadata.route = joined(prefixes.has(prefix) ? prefix : '', String(route)) || '/';
}

/** The layers of a router's middleware are noted in the same way, before the layer of a route. */
function isMiddleware({ matched }: KoaContext, route: unknown): boolean {
  return matched?.find(({ path }) => path === route)?.methods.length === 0;
}

function onMount(koa: KoaContext, mounted: unknown, prefixes: Set<string>): void {
  const before = takenOff(koa);
  if (prefixes.has(before)) prefixes.add(before + mounted);
}

/** The part removed from the beginning of the path. */
function takenOff({ path, originalUrl }: KoaContext): string {
  const original = originalUrl.replace(/^\w+:\/\/[^/]*/, '').replace(/\?.*$/s, '');
  if (original.endsWith(path)) return original.slice(0, original.length - path.length);
  return path === '/' ? original : '';
}
