import { context, type Span, trace } from '@opentelemetry/api';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';
import { watchEvents } from './subscription-events.ts';

/**
 * How GraphQL Yoga, and other software based on the GraphQL Tools, executes operations: without GraphQL.js.
 */
interface Executor {
  normalizedExecutor: Execute;
}

interface Arguments {
  readonly document?: { readonly definitions?: readonly Definition[] };
  readonly operationName?: string | null;
}

interface Definition {
  readonly kind?: string;
  readonly operation?: string;
  readonly name?: { readonly value?: string };
}

type Execute = (this: unknown, args: Arguments, ...rest: unknown[]) => unknown;

const SCOPE = 'otel-run/graphql-tools';

/** The function is a property of the file, which the package's own exports show. */
const FILES = [
  'cjs/execution/normalizedExecutor.js',
  'esm/execution/normalizedExecutor.js',
  'dist/index.js',
  'dist/index.cjs',
];

/** Creates a span for each operation. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets)) {
    patchExports(name, versions, { files: Object.fromEntries(FILES.map(file => [file, patch])) });
  }
}

function patch(exports: Executor): void {
  replaceMethod(exports, 'normalizedExecutor', executing);
}

function executing(original: Execute): Execute {
  return function normalizedExecutor(this: unknown, args, ...rest) {
    const operation = operationOf(args);
    const span = startOperation(SCOPE, operation);
    const active = trace.setSpan(context.active(), span);
    const call = () => original.call(this, args, ...rest);
    let result: unknown;
    try {
      result = context.with(active, call);
    } catch (error) {
      end(span, undefined, error);
      throw error;
    }
    const answer = (answered: unknown) => {
      watchEvents(SCOPE, operation, answered, active);
      end(span, answered);
      return answered;
    };
    return result instanceof Promise ? settled(span, result, answer) : answer(result);
  };
}

async function settled(
  span: Span,
  promise: Promise<unknown>,
  answer: (answered: unknown) => unknown,
): Promise<unknown> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    end(span, undefined, error);
    throw error;
  }
  return answer(result);
}

function end(span: Span, result: unknown, error?: unknown): void {
  recordOutcome(span, result, error);
  span.end();
}

/** The named operation, or the only one. */
function operationOf({ document, operationName }: Arguments): GraphQlOperation {
  const operations = document?.definitions?.filter(({ kind }) => kind === 'OperationDefinition') ?? [];
  const found = operationName
    ? operations.find(({ name }) => name?.value === operationName)
    : operations.length === 1
      ? operations[0]
      : undefined;
  return { type: found?.operation, name: found?.name?.value };
}
