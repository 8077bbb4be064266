import { INTERNAL_VARIABLES, OTEL_RUN_VARIABLES } from '../config/variables/otel-run.ts';
import { wrapWords } from '../report/wrap-words.ts';

const COLUMNS = 80;

/** The names of otel-run's own variables, where to read of them. */
export function variableNames(): string {
  const names = listedVariables().map(({ name }) => name);
  return wrapWords(
    `Variables, told by otel-run help variables (what holds here: otel-run doctor --all): ${names.join(' ')}`,
    COLUMNS - 1,
  ).join('\n');
}

function listedVariables() {
  return OTEL_RUN_VARIABLES.filter(({ name, flag }) => !flag && !INTERNAL_VARIABLES.includes(name));
}

/** What `otel-run help variables` prints: otel-run's own variables, from their table. An option names its own itself. */
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
    'Variables, beside those of the options and of the OpenTelemetry specification:',
    ...lines,
    '  All of them, with what each takes: docs/configuration.md; with what holds',
    '  here: otel-run doctor --all.',
  ].join('\n');
}
