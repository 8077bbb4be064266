import { parse } from 'acorn';

/**
 * A bundler plugin. The bundler exports each name of a shared file by a getter, in case that the variable changes
 * later. This exports by value what no function of the file writes, as one object: nearly three hundred getters of the
 * core cost each start a tenth of what otel-run adds to it.
 */
export function plainExports() {
  return { name: 'plain-exports', renderChunk: withPlainExports };
}

/**
 * @param {string} code a CommonJS file as the bundler renders it
 * @returns {string} the file with its exports as values, where they are final when it ends
 */
export function withPlainExports(code) {
  const program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
  });
  const written = namesWrittenIn(program);
  const changing = new Set(program.body.flatMap(variableNames).filter(name => written.has(name)));
  const final = program.body.flatMap(exportByGetter).filter(({ variable }) => !changing.has(variable));
  if (final.length === 0) return code;
  const values = final.map(({ name, variable }) => `${name}: ${variable}`);
  return `${without(code, final)}\nObject.assign(exports, { ${values.join(', ')} });`;
}

/**
 * The name and the variable of `Object.defineProperty(exports, 'name', { get: function() { return variable; } })`.
 *
 * @param {any} statement
 */
function exportByGetter({ expression, start, end }) {
  if (expression?.type !== 'CallExpression' || expression.arguments[0]?.name !== 'exports') return [];
  const [, name, descriptor] = expression.arguments;
  const getter = descriptor?.properties?.find(({ key }) => key.name === 'get');
  const returned = getter?.value.body.body[0].argument;
  return returned?.type === 'Identifier' ? [{ name: name.value, variable: returned.name, start, end }] : [];
}

/**
 * Names that may be written again; the bundler declares functions and constants as such.
 *
 * @param {any} statement
 */
function variableNames({ type, kind, declarations }) {
  return type === 'VariableDeclaration' && kind !== 'const'
    ? declarations.flatMap(({ id }) => identifiersOf(id))
    : [];
}

/** Names that a function of the file writes, which it may do after the file has been loaded. */
function namesWrittenIn(node, inFunction = false, found = new Set()) {
  if (Array.isArray(node)) for (const child of node) namesWrittenIn(child, inFunction, found);
  if (typeof node?.type !== 'string') return found;
  const target = inFunction && TARGETS[node.type]?.(node);
  if (target) for (const name of identifiersOf(target)) found.add(name);
  const inner = inFunction || /Function/.test(node.type);
  for (const child of Object.values(node)) namesWrittenIn(child, inner, found);
  return found;
}

const TARGETS = {
  AssignmentExpression: ({ left }) => left,
  UpdateExpression: ({ argument }) => argument,
  ForInStatement: ({ left }) => left,
  ForOfStatement: ({ left }) => left,
};

function identifiersOf(pattern) {
  if (pattern?.type === 'Identifier') return [pattern.name];
  if (pattern === null || typeof pattern !== 'object') return [];
  return Object.values(pattern).flatMap(identifiersOf);
}

function without(code, statements) {
  let rest = '';
  let position = 0;
  for (const { start, end } of statements) {
    rest += code.slice(position, start);
    position = end;
  }
  return rest + code.slice(position);
}
