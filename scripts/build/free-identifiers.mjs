import { parse } from 'acorn';

/**
 * The free identifiers of a script: those that nothing in it declares.
 *
 * @param {string} code a CommonJS script
 * @returns {{ name: string, start: number, end: number, member: { name: string, start: number, end: number, written: boolean } | undefined }[]}
 *   each with the member that is read of it, if it is written as `name.member`
 */
export function freeIdentifiers(code) {
  const program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
  });
  const found = [];
  visit(program, [], [], found);
  return found;
}

/** Nodes with names that their children can see. */
const SCOPES = {
  Program: node => [...declaredIn(node.body), ...hoistedFrom(node.body)],
  BlockStatement: node => declaredIn(node.body),
  StaticBlock: node => [...declaredIn(node.body), ...hoistedFrom(node.body)],
  SwitchStatement: node => declaredIn(node.cases.flatMap(({ consequent }) => consequent)),
  ForStatement: node => declaredIn([node.init]),
  ForInStatement: node => declaredIn([node.left]),
  ForOfStatement: node => declaredIn([node.left]),
  CatchClause: node => namesOf(node.param),
  ClassDeclaration: node => namesOf(node.id),
  ClassExpression: node => namesOf(node.id),
  FunctionDeclaration: functionNames,
  FunctionExpression: node => [...namesOf(node.id), ...functionNames(node)],
  ArrowFunctionExpression: functionNames,
};

/** Children that hold a name which refers to no variable. */
const NAMES_ONLY = {
  MemberExpression: node => (node.computed ? [] : ['property']),
  Property: node => (node.computed ? [] : ['key']),
  MethodDefinition: node => (node.computed ? [] : ['key']),
  PropertyDefinition: node => (node.computed ? [] : ['key']),
  LabeledStatement: () => ['label'],
  BreakStatement: () => ['label'],
  ContinueStatement: () => ['label'],
  MetaProperty: () => ['meta', 'property'],
};

function visit(node, scopes, ancestors, found) {
  if (node.type === 'Identifier') {
    if (!scopes.some(names => names.has(node.name))) found.push(describe(node, ancestors));
    return;
  }
  const names = SCOPES[node.type]?.(node);
  const inner = names ? [new Set(names), ...scopes] : scopes;
  const skipped = NAMES_ONLY[node.type]?.(node) ?? [];
  for (const [key, value] of Object.entries(node)) {
    if (skipped.includes(key)) continue;
    for (const child of [value].flat()) {
      if (typeof child?.type === 'string') visit(child, inner, [node, ...ancestors], found);
    }
  }
}

function describe({ name, start, end }, [parent, grandparent]) {
  const reads = parent?.type === 'MemberExpression' && !parent.computed && parent.object.start === start;
  const member = reads && {
    name: parent.property.name,
    start: parent.start,
    end: parent.end,
    written: isWritten(parent, grandparent),
  };
  return { name, start, end, member: member || undefined };
}

function isWritten(node, parent) {
  return (
    (parent?.type === 'AssignmentExpression' && parent.left === node) ||
    parent?.type === 'UpdateExpression' ||
    (parent?.type === 'UnaryExpression' && parent.operator === 'delete')
  );
}

function functionNames({ type, params, body }) {
  return [
    ...(type === 'ArrowFunctionExpression' ? [] : ['arguments']),
    ...params.flatMap(namesOf),
    ...(body.type === 'BlockStatement' ? hoistedFrom(body.body) : []),
  ];
}

/** Names that statements declare for the block that they are in. */
function declaredIn(statements) {
  return statements.flatMap(statement => {
    if (statement?.type === 'VariableDeclaration')
      return statement.declarations.flatMap(({ id }) => namesOf(id));
    return /^(Function|Class)Declaration$/.test(statement?.type) ? namesOf(statement.id) : [];
  });
}

/** Names that `var` declares for the function around it, wherever in it. */
function hoistedFrom(node) {
  if (Array.isArray(node)) return node.flatMap(hoistedFrom);
  if (typeof node?.type !== 'string' || /Function|^ClassBody$/.test(node.type)) return [];
  const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? declaredIn([node]) : [];
  return [...own, ...Object.values(node).flatMap(hoistedFrom)];
}

/** The names that a pattern binds. */
function namesOf(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap(({ argument, value }) => namesOf(argument ?? value));
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesOf);
    case 'AssignmentPattern':
      return namesOf(pattern.left);
    case 'RestElement':
      return namesOf(pattern.argument);
    default:
      return [];
  }
}
