import type { Node, Program } from 'acorn';
import { type EsModule, readModule } from './es-module.ts';

/** An export that may be or contain one of the module's own functions. */
export interface CallableExport {
  readonly exported: string;
  /** Its name in the module. */
  readonly local: string;
  /** Whether it can be replaced: directly, once it is declared as a variable, or not at all. */
  readonly replaceable: 'variable' | 'constant' | 'no';
}

/**
 * The callable exports of a module. An unnamed default export is left
 * unchanged, because its name would change.
 */
export function callableExports(program: Program, source: string): readonly CallableExport[] {
  const module = readModule(program, source);
  const declared = new Map(program.body.flatMap(declaredBy));
  return [...module.locals, ...ofDefault(module)].flatMap(([exported, local]): CallableExport[] => {
    const kind = declared.get(local);
    if (kind === undefined) return [];
    return [{ exported, local, replaceable: module.reassigned.has(local) ? 'no' : kind }];
  });
}

function ofDefault({ defaultExport }: EsModule): readonly [string, string][] {
  return defaultExport?.name === undefined ? [] : [['default', defaultExport.name]];
}

type Declared = [name: string, kind: CallableExport['replaceable']];

function declaredBy(statement: Program['body'][number]): Declared[] {
  const declaration =
    statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
      ? statement.declaration
      : statement;
  switch (declaration?.type) {
    case 'FunctionDeclaration':
      return declaration.id ? [[declaration.id.name, 'variable']] : [];
    case 'ClassDeclaration':
      return declaration.id ? [[declaration.id.name, 'no']] : [];
    case 'VariableDeclaration': {
      const assigned = declaration.kind === 'const' ? 'constant' : 'variable';
      return declaration.declarations.flatMap(({ id, init }): Declared[] => {
        const kind = init && id.type === 'Identifier' ? kindOf(init, assigned) : undefined;
        return kind && id.type === 'Identifier' ? [[id.name, kind]] : [];
      });
    }
    default:
      return [];
  }
}

/** Values without functions are left to bundlers, which may inline them. */
function kindOf(value: Node, assigned: 'constant' | 'variable'): CallableExport['replaceable'] | undefined {
  switch (value.type) {
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return assigned;
    case 'CallExpression':
      // A function that is called where it is written creates another value, such as a TypeScript enum.
      return /Function/.test((value as Node & { callee: Node }).callee.type) ? undefined : assigned;
    // TypeScript that a bundler compiles after its plugins.
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return kindOf((value as Node & { expression: Node }).expression, assigned);
    case 'ClassExpression':
    case 'NewExpression':
      return 'no';
    case 'ObjectExpression':
      return (value as Node & { properties: { value?: Node }[] }).properties.some(({ value }) =>
        /Function/.test(value?.type ?? ''),
      )
        ? 'no'
        : undefined;
    default:
      return undefined;
  }
}
