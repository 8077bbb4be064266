import { recordingErrors } from '../../errors/request-error.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { callTraced, type OperationArguments } from './operation-call.ts';
import { recordRefusals } from './refusals.ts';

// biome-ignore lint/suspicious/noExplicitAny: functions of any signature are passed on as they are called
type Method = (this: any, ...values: any[]) => any;

type Exports = Record<string, Method>;

/** The scope of upstream's instrumentation, which supports the versions before 17. */
export const SCOPE = '@opentelemetry/instrumentation-graphql';

const VERSIONS = ['>=14.0.0 <17'];

const subscribing = (exports: Exports) => replaceMethod(exports, 'subscribe', subscribe);

/**
 * Patches what upstream's instrumentation leaves out: opening a subscription, the error that ends one, and
 * documents that are refused.
 */
export function patchEarlierVersions(): void {
  patchExports('graphql', VERSIONS, {
    files: {
      'execution/subscribe.js': subscribing,
      // Before version 16.
      'subscription/subscribe.js': subscribing,
      'language/parser.js': (exports: Exports) => replaceMethod(exports, 'parse', parse),
      'validation/validate.js': (exports: Exports) => replaceMethod(exports, 'validate', validate),
    },
  });
}

/** Upstream creates a span for each event. */
function subscribe(original: Method): Method {
  return function subscribe(...values) {
    const traced = { scope: SCOPE, hasEventSpans: true };
    return callTraced(traced, argumentsOf(values), () => original.apply(this, values));
  };
}

/** Before version 16, a function may also get them one by one. */
function argumentsOf(values: readonly unknown[]): OperationArguments {
  const [first, document, , , , operationName] = values;
  return values.length > 1
    ? ({ document, operationName } as OperationArguments)
    : ((first ?? {}) as OperationArguments);
}

function parse(original: Method): Method {
  return function parse(...values) {
    return recordingErrors(() => original.apply(this, values));
  };
}

function validate(original: Method): Method {
  return function validate(...values) {
    const errors = original.apply(this, values);
    recordRefusals(errors);
    return errors;
  };
}
