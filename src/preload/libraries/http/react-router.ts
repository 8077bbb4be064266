import { recordingErrors } from '../../errors/request-error.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { tellRoute } from '../routes/framework-request.ts';
import { joined } from '../routes/joined.ts';
import { replaceMethod } from '../work/patch-library.ts';

interface ReactRouter {
  createRequestHandler?(build: Build | (() => Build | Promise<Build>), ...rest: unknown[]): unknown;
}

/** The parts of a server build. */
interface Build {
  readonly basename?: string;
  readonly entry: { readonly module: { readonly default: RenderDocument } };
  readonly routes: Readonly<Record<string, Route | undefined>>;
}

interface Route {
  readonly module: Readonly<Record<string, unknown>>;
}

/** Renders a page: `entry.server`. */
type RenderDocument = (...values: unknown[]) => unknown;

type Handler = (values: { readonly pattern?: string; readonly unstable_pattern?: string }) => unknown;

/**
 * Finds the route of each request to a server of React Router, and the error of its loader, action or page.
 */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, { exports });
}

function exports(exports: ReactRouter): void {
  if (!exports.createRequestHandler) return;
  replaceMethod(
    exports as Required<ReactRouter>,
    'createRequestHandler',
    original =>
      function createRequestHandler(this: unknown, build, ...rest) {
        const watched = typeof build === 'function' ? async () => watch(await build()) : watch(build);
        return original.call(this as Required<ReactRouter>, watched, ...rest);
      },
  );
}

/** A build whose handlers report. It is a copy, since modules cannot be changed. */
function watch(build: Build): Build {
  const { entry, routes, basename = '/' } = build;
  if (!entry?.module || !routes) return build;
  const tell = (pattern: string | undefined) => pattern !== undefined && tellRoute(within(basename, pattern));
  const watchedRoutes = Object.entries(routes).map(([id, route]) => [
    id,
    route && { ...route, module: { ...route.module, ...watchHandlers(route.module, tell) } },
  ]);
  const module = { ...entry.module, default: watchPage(entry.module.default, tell) };
  return { ...build, entry: { ...entry, module }, routes: Object.fromEntries(watchedRoutes) };
}

type Tell = (pattern: string | undefined) => void;

function watchHandlers(module: Route['module'], tell: Tell): Readonly<Record<string, Handler>> {
  const handlers = ['loader', 'action'].flatMap(name => {
    const handler = module[name];
    return typeof handler === 'function' ? [[name, watchHandler(handler as Handler, tell)] as const] : [];
  });
  return Object.fromEntries(handlers);
}

function watchHandler(handler: Handler, tell: Tell): Handler {
  return values => {
    tell(values.pattern ?? values.unstable_pattern);
    return recordingErrors(() => handler(values));
  };
}

/** A page without a loader is identified by its matches. */
function watchPage(render: RenderDocument, tell: Tell): RenderDocument {
  if (typeof render !== 'function') return render;
  return (...values) => {
    const { matches = [] } = (values[3] as Rendered | undefined)?.staticHandlerContext ?? {};
    const leaf = matches.at(-1)?.route;
    // The root alone answers a path without a route.
    if (leaf?.index || leaf?.path !== undefined)
      tell(matches.reduce((prefix, { route: { path = '' } }) => within(prefix, path), '/'));
    return recordingErrors(() => render(...values));
  };
}

interface Rendered {
  readonly staticHandlerContext?: {
    readonly matches: readonly { readonly route: { readonly path?: string; readonly index?: boolean } }[];
  };
}

function within(prefix: string, path: string): string {
  return joined(prefix.replace(/\/$/, ''), path.replace(/^\/?/, '/')) || '/';
}
