import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { tellRoute } from '../routes/framework-request.ts';
import { replaceMethod } from '../work/patch-library.ts';

interface VueRouter {
  createRouter(options: unknown): Router;
}

interface Router {
  beforeEach(guard: (to: { readonly matched: readonly { readonly path: string }[] }) => void): unknown;
}

/** Finds the route of each page that Nuxt, or another server, renders with Vue Router. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, { exports });
}

function exports(exports: VueRouter): void {
  replaceMethod(
    exports,
    'createRouter',
    original =>
      function createRouter(this: unknown, options) {
        const router = original.call(this as VueRouter, options);
        router.beforeEach(({ matched }) => tellRoute(matched.at(-1)?.path));
        return router;
      },
  );
}
