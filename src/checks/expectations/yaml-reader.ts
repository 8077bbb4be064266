import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
} from 'yaml';
import { nearestName } from '../../shared/nearest-name.ts';
import type { CountBounds, ExpectationsProblem } from './expectation.ts';

/** A parsed file, read piece by piece. Mistakes are collected, so that all are reported at once. */
export interface YamlReader {
  readonly root: Node | null;
  readonly problems: readonly ExpectationsProblem[];
  fail(node: Node | null, message: string): void;
  /** `line:column` of a node. */
  position(node: Node | null): string;
  /** The entries of a map, with keys checked against the known ones. */
  entries(node: Node | null, what: string, known?: readonly string[]): [string, Node][];
  /** The items of a list. Anything else is a mistake. */
  items(node: Node | null, what: string): Node[];
  /** The plain value of a node. */
  value(node: Node | null): unknown;
  /** `3`, or `{ min: 1, max: 3 }`, where either may be left out for no bound on that side. */
  bounds(node: Node, what: string): CountBounds;
  /** The target of an alias; any other node itself. */
  resolve(node: Node | null): Node | null;
}

/** Parses YAML 1.2. Syntax errors are among the problems. */
export function readYaml(text: string): YamlReader {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const problems: ExpectationsProblem[] = document.errors.map(({ pos, message }) => {
    const { line, col } = lineCounter.linePos(pos[0]);
    return { line, column: col, message };
  });
  const at = (node: Node | null) => lineCounter.linePos(node?.range?.[0] ?? 0);
  const reader: YamlReader = {
    root: document.errors.length > 0 ? null : document.contents,
    problems,
    fail(node, message) {
      const { line, col } = at(node);
      problems.push({ line: Math.max(line, 1), column: Math.max(col, 1), message });
    },
    position: node => `${at(node).line}:${at(node).col}`,
    entries: (node, what, known) => readEntries(reader, node, what, known),
    items(given, what) {
      const node = reader.resolve(given);
      if (isSeq(node)) return node.items as Node[];
      reader.fail(node, `${what} must be a list`);
      return [];
    },
    value: node => (node === null ? null : node.toJS(document)),
    resolve: node => (isAlias(node) ? (node.resolve(document) ?? null) : node),
    bounds: (node, what) => readBounds(reader, node, what),
  };
  return reader;
}

function readEntries(
  reader: YamlReader,
  given: Node | null,
  what: string,
  known: readonly string[] | undefined,
): [string, Node][] {
  const node = reader.resolve(given);
  if (!isMap(node)) {
    reader.fail(node, `${what} must be a map`);
    return [];
  }
  return (node.items as Pair<Node, Node | null>[]).flatMap(({ key, value }): [string, Node][] => {
    const name = String(isScalar(key) ? key.value : key);
    if (!known || known.includes(name)) return [[name, value ?? new Scalar(null)]];
    const near = nearestName(name, known);
    const hint = near ? `, did you mean "${near}"?` : `; it has ${known.join(', ')}`;
    reader.fail(key, `${what} has no "${name}"${hint}`);
    return [];
  });
}

function readBounds(reader: YamlReader, node: Node, what: string): CountBounds {
  const exact = reader.value(node);
  if (typeof exact === 'number') return { min: exact, max: exact };
  if (!isMap(reader.resolve(node))) {
    const seen = typeof exact === 'string' ? `'${exact}'` : JSON.stringify(exact);
    reader.fail(node, `${what} is ${seen}; write a number or { min, max }`);
    return { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  }
  const bounds = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  for (const [name, limit] of reader.entries(node, what, ['min', 'max'])) {
    const value = reader.value(limit);
    if (typeof value === 'number') bounds[name as 'min' | 'max'] = value;
    else reader.fail(limit, `${what}.${name} is ${JSON.stringify(value)}; write a number`);
  }
  if (bounds.min > bounds.max) reader.fail(node, `${what} has a min above its max`);
  return bounds;
}
