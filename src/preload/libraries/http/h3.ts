import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { isError } from '../../../shared/is-error.ts';
import { recordingErrors, recordRequestError } from '../../errors/request-error.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { isIncoming } from '../routes/framework-request.ts';
import { joined } from '../routes/joined.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { watchPublished } from './h3-published.ts';

/**
 * The part of h3 that matters here: an application of version 2, or an application and a router of version 1.
 */
interface H3 {
  readonly H3?: { readonly prototype: Application };
  createApp?: (...values: unknown[]) => Handling;
  createRouter?: (...values: unknown[]) => Handling;
}

interface Application {
  '~findRoute'(event: unknown): { readonly data?: { readonly route?: string } } | undefined;
  handler(event: unknown): unknown;
}

interface Handling {
  handler: Handler;
}

type Handler = (event: Event) => unknown;

/** An event of version 1. */
interface Event {
  /** The rest of the path, below the router. */
  readonly path: string;
  readonly context: { readonly matchedRoute?: { readonly path?: string } };
  readonly node?: { readonly req?: { readonly originalUrl?: string; readonly url?: string } };
}

/** Finds the route of each request to h3, and the error that its handler throws. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, { exports: patchH3 });
  watchPublished({
    reached: (event, route) => setRoute(withBase(event, route), requestOf(event)),
    failed: error => recordRequestError(thrown(error)),
  });
}

function patchH3(exports: H3): void {
  if (exports.H3) {
    replaceMethod(exports.H3.prototype, '~findRoute', finding);
    replaceMethod(exports.H3.prototype, 'handler', handling);
  } else if (exports.createRouter) {
    const { createApp, createRouter } = MAKING;
    replaceMethod(exports as Required<H3>, 'createApp', createApp);
    replaceMethod(exports as Required<H3>, 'createRouter', createRouter);
  }
}

/**
 * The routes of a mounted application become those of the outer one, with the entire path. Those of an
 * application within `withBase` have only the rest of it.
 */
function finding(original: Application['~findRoute']): Application['~findRoute'] {
  return function findRoute(this: Application, event) {
    const found = original.call(this, event);
    const route = found?.data?.route;
    if (route !== undefined) setRoute(withBase(event, route), requestOf(event));
    return found;
  };
}

/** An event of version 2. */
interface Event2 {
  readonly url?: { readonly pathname?: string };
  readonly runtime?: { readonly node?: { readonly req?: { readonly url?: string } } };
}

function withBase(event: unknown, route: string): string {
  const { url, runtime } = event as Event2;
  const whole = runtime?.node?.req?.url ?? '';
  const prefix = above(whole, url?.pathname ?? whole);
  return joined(prefix, route).replace(/(?<=.)\/$/, '') || '/';
}

function handling<Handle extends (event: never) => unknown>(original: Handle): Handle {
  return function handler(this: unknown, event: never) {
    return recordingErrors(() => original.call(this, event), thrown);
  } as Handle;
}

type Make = Required<H3>['createRouter'];

const MAKING = {
  createApp: (original: Make): Make =>
    function createApp(this: unknown, ...values) {
      return answering(original.apply(this, values), answer => answer());
    },
  /** A router knows its route when it gets the request, and a nested router knows the rest. */
  createRouter: (original: Make): Make =>
    function createRouter(this: unknown, ...values) {
      return answering(original.apply(this, values), (answer, event) => {
        const prefix = prefixOf(event);
        try {
          return answer();
        } finally {
          const { matchedRoute } = event.context;
          const path = told.get(event) === matchedRoute ? undefined : matchedRoute?.path;
          if (path !== undefined) setRoute(joined(prefix, path) || '/', requestOf(event));
          told.set(event, matchedRoute);
        }
      });
    },
};

/** The last reported route of an event: an outer router finds the match of an inner one there. */
const told = new WeakMap<Event, unknown>();

function answering(made: Handling, answer: (answer: () => unknown, event: Event) => unknown): Handling {
  made.handler = new Proxy(made.handler, {
    apply: (target, self, [event]: [Event]) =>
      recordingErrors(() => answer(() => Reflect.apply(target, self, [event]), event), thrown),
  });
  return made;
}

/** The original error of a handler. h3 and Nuxt may make it the cause of an error with the same message. */
function thrown(error: unknown): unknown {
  const { message, cause, unhandled } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const isMade = isError(cause) && (unhandled === true || cause.message === message);
  return isMade ? cause : error;
}

/** The path above the router. */
function prefixOf({ path, node }: Event): string {
  return above(node?.req?.originalUrl ?? node?.req?.url ?? path, path);
}

/** What a path within a base is without: the base. Its root has no slash. */
function above(whole: string, path: string): string {
  const [outer, inner] = [whole, path].map(url => url.replace(/\?.*$/s, '')) as [string, string];
  if (inner === '/' && !outer.endsWith('/')) return outer;
  return outer.endsWith(inner) ? outer.slice(0, outer.length - inner.length) : '';
}

/**
 * Names the incoming request by the route. A handler may call the application, as a page of Nuxt calls its
 * API.
 */
function setRoute(route: string | undefined, asked: object | undefined): void {
  const request = getRPCMetadata(context.active());
  if (!request || route === undefined) return;
  if (asked && !isIncoming(request, asked)) return;
  request.route = route;
}

/** The incoming request, or an application's request to itself. */
function requestOf(event: unknown): object | undefined {
  const { node, req, runtime } = event as {
    readonly node?: { readonly req?: object };
    readonly req?: object;
    readonly runtime?: { readonly node?: { readonly req?: object } };
  };
  return runtime?.node?.req ?? node?.req ?? req;
}
