import { INTERNAL_VARIABLES, OTEL_RUN_VARIABLES } from '../config/variables/otel-run.ts';
import { wrapWords } from '../report/wrap-words.ts';

const COLUMNS = 80;

/** The names of otel-run's own variables, and where to read about them. */
export function variableNames(): string {
  const names = listedVariables().map(({ name }) => name);
  return wrapWords(
    `Variables, explained by otel-run help variables (effective values: otel-run doctor --all): ${names.join(' ')}`,
    COLUMNS - 1,
  ).join('\n');
}

function listedVariables() {
  return OTEL_RUN_VARIABLES.filter(({ name, flag }) => !flag && !INTERNAL_VARIABLES.includes(name));
}

/**
 * The output of `otel-run help variables`: otel-run's own variables, from their table. The
 * help of an option names its variable.
 */
export function variablesHelp(): string {
  const rows = listedVariables();
  const width = Math.max(...rows.map(({ name }) => name.length)) + 4;
  const lines = rows.flatMap(({ name, summary, values = [], default: fallback }) => {
    const notes = [values.join(' or '), fallback && `default ${fallback}`].filter(Boolean).join(', ');
    return wrapWords(notes ? `${summary} (${notes})` : summary, COLUMNS - width).map(
      (line, index) => `${(index === 0 ? `  ${name}` : '').padEnd(width)}${line}`,
    );
  });
  return [
    'Variables, in addition to those of the options and of OpenTelemetry:',
    ...lines,
    '  All variables and their values: docs/configuration.md; the effective values',
    '  here: otel-run doctor --all.',
  ].join('\n');
}
