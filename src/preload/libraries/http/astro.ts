import { recordingErrors } from '../../errors/request-error.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { tellRoute } from '../routes/framework-request.ts';
import { replaceMethod } from '../work/patch-library.ts';

interface Pages {
  /** Its last argument is the route. */
  renderPage(...values: unknown[]): unknown;
}

interface Endpoints {
  renderEndpoint(module: unknown, context: { readonly routePattern?: string }, ...rest: unknown[]): unknown;
}

/** Finds the route and the error of each request to Astro, whose server is part of every build. */
export function enable({ targets }: SetUp): void {
  const files = {
    'dist/runtime/server/render/page.js': patchPages,
    'dist/runtime/server/endpoint.js': patchEndpoints,
  };
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, { files });
}

function patchPages(exports: Pages): void {
  replaceMethod(
    exports,
    'renderPage',
    original =>
      function renderPage(this: unknown, ...values) {
        tellPattern((values[5] as { readonly route?: string } | undefined)?.route);
        return recordingErrors(() => original.apply(this as Pages, values));
      },
  );
}

function patchEndpoints(exports: Endpoints): void {
  replaceMethod(
    exports,
    'renderEndpoint',
    original =>
      function renderEndpoint(this: unknown, module, context, ...rest) {
        tellPattern(context.routePattern);
        return recordingErrors(() => original.call(this as Endpoints, module, context, ...rest));
      },
  );
}

/** Error pages are not routes. */
function tellPattern(route: string | undefined): void {
  if (route !== '/404' && route !== '/500') tellRoute(route);
}
