import { recordRequestError } from '../../errors/request-error.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { tellRoute } from '../routes/framework-request.ts';
import { replaceMethod } from '../work/patch-library.ts';

/** SvelteKit calls this for each possible span, even if its own tracing is off. */
interface Spans {
  record_span(span: Traced): unknown;
}

interface Traced {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Turns every error, including SvelteKit's own, into an answer. The error is the last argument. */
interface Errors {
  handle_error_and_jsonify(...values: unknown[]): unknown;
}

/** Finds the route and the error of each request to SvelteKit, whose server is part of every build. */
export function enable({ targets }: SetUp): void {
  const files = {
    'src/exports/internal/server/telemetry.js': patchSpans,
    'src/runtime/server/errors.js': patchErrors,
    // Version 2.
    'src/runtime/telemetry/record_span.js': patchSpans,
    'src/runtime/server/utils.js': patchErrors,
  };
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, { files });
}

function patchSpans(exports: Spans): void {
  replaceMethod(
    exports,
    'record_span',
    original =>
      function record_span(this: unknown, span) {
        if (span.name === 'sveltekit.handle.root') tellRoute(span.attributes['http.route']);
        return original.call(this as Spans, span);
      },
  );
}

function patchErrors(exports: Errors): void {
  replaceMethod(
    exports,
    'handle_error_and_jsonify',
    original =>
      function handle_error_and_jsonify(this: unknown, ...values) {
        recordRequestError(values.at(-1));
        return original.apply(this as Errors, values);
      },
  );
}
