import { compileFunction } from 'node:vm';

type Require = (this: NodeJS.Module, specifier: string) => unknown;

/** Built-in modules that are deprecated outside of `node_modules` alone. */
const DEPRECATED_OUTSIDE = new Set(['punycode', 'node:punycode']);

/**
 * Calls `require`. Node.js takes the innermost file on the stack for the one that requires, and that would be ours: an
 * application installs it in `node_modules`, where the warning is lost, and a container elsewhere, where it is added. So a
 * function by the name of the file that requires makes the call.
 */
export function requireAsCaller(require: Require, requiring: NodeJS.Module, specifier: string): unknown {
  if (!DEPRECATED_OUTSIDE.has(specifier)) return require.call(requiring, specifier);
  const call = compileFunction(
    'return Reflect.apply(require, module, [specifier])',
    ['require', 'module', 'specifier'],
    { filename: requiring.filename || 'repl' },
  );
  return call(require, requiring, specifier);
}
