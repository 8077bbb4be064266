import { compileFunction } from 'node:vm';

type Require = (this: NodeJS.Module, specifier: string) => unknown;

/**
 * Calls `require`. Node.js regards the innermost file on the stack as the caller, which would be ours. If the
 * application installs otel-run in `node_modules`, the warning would be lost; if a container has it
 * elsewhere, a warning would be added. So a function with the name of the requiring file makes the call.
 */
export function requireAsCaller(require: Require, requiring: NodeJS.Module, specifier: string): unknown {
  const call = compileFunction(
    'return Reflect.apply(require, module, [specifier])',
    ['require', 'module', 'specifier'],
    { filename: requiring.filename || 'repl' },
  );
  return call(require, requiring, specifier);
}
