import type { Node, Program } from 'acorn';
import { type EsModule, readModule } from './es-module.ts';

/** An export that may be, or hold, a function of the module's own. */
export interface CallableExport {
  readonly exported: string;
  /** Its name in the module. */
  readonly local: string;
  /** Whether another function can take its place: as it is written, once it is declared as a variable, or not. */
  readonly replaceable: 'variable' | 'constant' | 'no';
}

/** What of a module's exports can be called. A default export without a name is left as it is: it would get another. */
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

/** Values that neither are nor hold functions are left to bundlers, which may put its value where it is used. */
function kindOf(value: Node, assigned: 'constant' | 'variable'): CallableExport['replaceable'] | undefined {
  switch (value.type) {
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return assigned;
    case 'CallExpression':
      // What is called where it is written makes a value of its own, an enumeration of TypeScript for one.
      return /Function/.test((value as Node & { callee: Node }).callee.type) ? undefined : assigned;
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
