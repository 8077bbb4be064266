import type { Command } from 'commander';
import { INTERNAL_VARIABLES, OTEL_RUN_VARIABLES } from '../config/variables/otel-run.ts';
import { wrapWords } from '../report/wrap-words.ts';

const COLUMNS = 80;

/**
 * The section of a help text that names otel-run's own variables, from their table: those that have an option are
 * named beside it.
 */
export function variablesHelp(): string {
  const rows = OTEL_RUN_VARIABLES.filter(({ name, flag }) => !flag && !INTERNAL_VARIABLES.includes(name));
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

/** Puts the section behind a program's options. Made when it is asked for: a run needs none of it. */
export function addVariablesHelp(program: Command): Command {
  return program.addHelpText('after', () => `\n${variablesHelp()}`);
}
