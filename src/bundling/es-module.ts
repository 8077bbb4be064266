import { type Node, type Program, parse } from 'acorn';
import { type EsExports, readExports } from './es-exports.ts';

/** What a module imports and exports. */
export interface EsModule extends EsExports {
  /** Names of variables that are reassigned after their declaration, including those of inner scopes. */
  readonly reassigned: ReadonlySet<string>;
}

/** Whether a source has a word that may import or export. */
export function mayBeEsModule(source: string): boolean {
  return /(?:^|[;}\s])(?:import|export)\b/.test(source);
}

/** @returns undefined if it is not an ES module */
export function readEsModule(source: string): EsModule | undefined {
  const program = parseModule(source);
  return program && readModule(program, source);
}

/** @returns undefined if the source is not an ES module */
export function parseModule(source: string): Program | undefined {
  if (!mayBeEsModule(source)) return undefined;
  const program = parsed(source);
  return program && isEsModule(program) ? program : undefined;
}

/** Whether a program imports or exports. */
export function isEsModule({ body }: Program): boolean {
  return body.some(({ type }) => /^(?:Import|Export)\w*Declaration$/.test(type));
}

/** The imports, exports and assignments in the statements of a module. */
export function readModule(program: Program, source: string): EsModule {
  const exports = readExports(program, source);
  const assigned = new Set<string>();
  findReassigned(program, assigned);
  // An inner scope may have a variable of a constant's name.
  const reassigned = new Set([...assigned].filter(name => !exports.constants.has(name)));
  return { ...exports, reassigned };
}

function parsed(source: string): Program | undefined {
  try {
    return parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
  } catch {
    return undefined;
  }
}

/** The target of an assignment, by kind of node. */
const TARGETS: Readonly<Record<string, string>> = {
  AssignmentExpression: 'left',
  UpdateExpression: 'argument',
  ForInStatement: 'left',
  ForOfStatement: 'left',
};

function findReassigned(node: Node, found: Set<string>): void {
  const target = TARGETS[node.type];
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type !== 'string') continue;
      if (key === target) addNames(child, found);
      findReassigned(child, found);
    }
  }
}

/** All names in an assignment target. Extra names do no harm. */
function addNames(node: Node, found: Set<string>): void {
  if (node.type === 'Identifier') found.add((node as Node & { name: string }).name);
  // The object of a property is not assigned.
  if (node.type === 'MemberExpression' || node.type === 'VariableDeclaration') return;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') addNames(child, found);
    }
  }
}
