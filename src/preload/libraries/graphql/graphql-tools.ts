import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { callTraced, type OperationArguments } from './operation-call.ts';

/**
 * How GraphQL Yoga, and other software based on the GraphQL Tools, executes operations: without GraphQL.js.
 */
interface Executor {
  normalizedExecutor: Execute;
}

type Execute = (this: unknown, args: OperationArguments, ...rest: unknown[]) => unknown;

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
    return callTraced({ scope: SCOPE }, args, () => original.call(this, args, ...rest));
  };
}
