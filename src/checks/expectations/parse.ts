import type { Node } from 'yaml';
import { errorMessage } from '../../shared/error-message.ts';
import {
  type Condition,
  type Expectation,
  type Expectations,
  ExpectationsError,
  type Section,
} from './expectation.ts';
import { FIELDS, type FieldReader } from './fields.ts';
import { readYaml, type YamlReader } from './yaml-reader.ts';

const SECTIONS: readonly Section[] = ['spans', 'logs', 'metrics'];

const AT_LEAST_ONE = { min: 1, max: Number.POSITIVE_INFINITY };

const NONE = { min: 0, max: 0 };

/**
 * Reads a file of expectations:
 *
 * ```yaml
 * spans:
 *   - name: GET /users/:id            # a string, or /a regular expression/
 *     kind: server                    # internal, server, client, producer, consumer
 * count: 1                        # a number or { min, max }; default: at least one
 *     status: unset                   # unset, ok, error
 *     attributes:
 *       http.response.status_code: 200
 *       user.agent: { exists: false } # or { min, max } for a number
 *     durationMs: { max: 500 }
 *     parent: null                    # none; or a name; or { name, kind, … }
 *     children:                       # spans directly below, read like the list itself
 *       - name: pg.query
 * logs:
 *   - body: user was asked for
 *     severity: info                  # trace, debug, info, warn, error, fatal
 *     attributes: { user: "7" }
 * span: GET /users/:id            # the span that it was written in; null: none
 *   - body: /password/
 *     absent: true                    # the same as count: 0
 * metrics:
 *   - name: queue.depth
 *     type: gauge                     # gauge, sum, histogram, exponentialHistogram, summary
 *     unit: "{job}"
 *     value: { min: 0 }
 * ```
 *
 * Every entry also accepts `service` and `scope` (a name).
 *
 * @param file its path, for messages
 * @throws ExpectationsError with all mistakes, at line and column
 */
export function parseExpectations(text: string, file: string): Expectations {
  const reader = readYaml(text);
  const found: Expectation[] = [];
  if (reader.problems.length === 0) {
    for (const [section, node] of reader.entries(reader.root, 'the file', SECTIONS)) {
      for (const item of reader.items(node, section))
        found.push(readExpectation(reader, section as Section, item, file));
    }
    if (found.length === 0 && reader.problems.length === 0) reader.fail(null, 'the file expects nothing');
  }
  if (reader.problems.length > 0) throw new ExpectationsError(file, reader.problems);
  return found;
}

/** One entry of a list, or a child or a parent. */
function readExpectation(reader: YamlReader, section: Section, node: Node, file: string): Expectation {
  const problemsBefore = reader.problems.length;
  const fields = FIELDS[section];
  const known = [...Object.keys(fields), 'count', 'absent'];
  let count = AT_LEAST_ONE;
  const conditions: Condition[] = [];
  for (const [name, value] of reader.entries(node, `an entry of ${section}`, known)) {
    if (name === 'count') count = readCount(reader, value);
    else if (name === 'absent') count = readAbsent(reader, value);
    else conditions.push(...readField(reader, fields[name], name, value, file));
  }
  if (conditions.length === 0 && reader.problems.length === problemsBefore)
    reader.fail(node, `an entry of ${section} must say what it expects`);
  return { section, source: `${file}:${reader.position(node)}`, count, conditions };
}

function readField(
  reader: YamlReader,
  read: FieldReader | undefined,
  name: string,
  value: Node,
  file: string,
): readonly Condition[] {
  const nested = (node: Node) => readExpectation(reader, 'spans', node, file);
  try {
    return read?.({ reader, name, node: value, nested }) ?? [];
  } catch (error) {
    reader.fail(value, `${name}: ${errorMessage(error)}`);
    return [];
  }
}

function readCount(reader: YamlReader, node: Node) {
  const { min, max } = reader.bounds(node, 'count');
  const isCount = (number: number) => number >= 0 && Number.isInteger(number);
  if ([min, max].some(number => Number.isFinite(number) && !isCount(number)))
    reader.fail(node, 'count must be a whole number of at least 0');
  return { min: Math.max(min, 0), max };
}

function readAbsent(reader: YamlReader, node: Node) {
  const value = reader.value(node);
  if (typeof value !== 'boolean') reader.fail(node, 'absent must be true or false');
  return value === true ? NONE : AT_LEAST_ONE;
}
