import { context, type Span, trace } from '@opentelemetry/api';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';
import { watchEvents } from './subscription-events.ts';

/** What an operation is executed with. */
export interface OperationArguments {
  readonly document?: { readonly definitions?: readonly Definition[] } | undefined;
  readonly operationName?: string | null | undefined;
}

interface Definition {
  readonly kind?: string;
  readonly operation?: string;
  readonly name?: { readonly value?: string };
}

/** Who traces an operation, and how. */
export interface Traced {
  readonly scope: string;
  /** Whether each event of a subscription has a span of its own already. */
  readonly hasEventSpans?: boolean;
}

/** Calls a function that executes an operation, within a span that has its errors. */
export function callTraced(
  { scope, hasEventSpans = false }: Traced,
  args: OperationArguments,
  execute: () => unknown,
): unknown {
  const operation = operationOf(args);
  const span = startOperation(scope, operation);
  const active = trace.setSpan(context.active(), span);
  let result: unknown;
  try {
    result = context.with(active, execute);
  } catch (error) {
    end(span, undefined, error);
    throw error;
  }
  const answer = (answered: unknown) => {
    watchEvents({ scope, operation, active, hasEventSpans }, answered);
    end(span, answered);
    return answered;
  };
  return result instanceof Promise ? settled(span, result, answer) : answer(result);
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
function operationOf({ document, operationName }: OperationArguments): GraphQlOperation {
  const operations = document?.definitions?.filter(({ kind }) => kind === 'OperationDefinition') ?? [];
  const found = operationName
    ? operations.find(({ name }) => name?.value === operationName)
    : operations.length === 1
      ? operations[0]
      : undefined;
  return { type: found?.operation, name: found?.name?.value };
}
