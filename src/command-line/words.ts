import type { Configuration } from '../config/configuration.ts';
import { type Finding, findingWords } from '../config/finding.ts';
import { redact } from '../config/redact.ts';
import { INTERNAL_VARIABLES } from '../config/variables/otel-run.ts';
import type { Prepared } from '../launch/launch.ts';
import type { Command } from '../launch/plan.ts';
import { printable as withoutControls } from '../shared/printable.ts';

/** A block for each finding: what is wrong, then what to do about it. */
export function findingBlocks(findings: readonly Finding[]): string {
  return findings
    .map(finding => {
      const { message, fix } = printedWords(finding);
      return `otel-run: ${finding.severity}: ${message}\n  ${fix}\n`;
    })
    .join('');
}

/** A line for each warning. Only doctor shows information. */
export function warningLines(findings: readonly Finding[]): string {
  return findings
    .filter(({ severity }) => severity === 'warning')
    .map(finding => {
      const { message, fix } = printedWords(finding);
      return `otel-run: warning: ${message} ${fix}\n`;
    })
    .join('');
}

/** A quoted value may contain control characters for the terminal. */
function printedWords(finding: Finding): { readonly message: string; readonly fix: string } {
  const { message, fix } = findingWords(finding);
  const lineByLine = (text: string) => text.split('\n').map(withoutControls).join('\n');
  return { message: lineByLine(message), fix: lineByLine(fix) };
}

/** The single warning of a command that runs although its configuration is invalid. */
export function failOpenText(errors: readonly Finding[]): string {
  const messages = errors.map(finding => printedWords(finding).message);
  return `otel-run: warning: the command runs without telemetry: ${messages.join(' ')} otel-run doctor explains how to fix it.\n`;
}

/**
 * What a run would do: the command as it could be typed, how it would be started, and each variable that it
 * would get, with the source of its value and without secrets.
 */
export function dryRunText(
  command: Command,
  configuration: Configuration,
  changes: Readonly<Record<string, string>>,
  prepared: Prepared,
): string {
  const words = [command.file, ...command.arguments].map(quoteForShell).join(' ');
  // Variables between the two halves of otel-run are internal, and not shown.
  const shown = Object.entries(changes).filter(([name]) => !INTERNAL_VARIABLES.includes(name));
  const lines = shown.map(
    ([name, value]) => `  ${name}=${printable(name, value)}  (${sourceOf(name, configuration)})\n`,
  );
  return `${words}\n  ${howStarted(prepared)}, with these changes to its environment:\n${lines.join('')}`;
}

function howStarted(prepared: Prepared): string {
  if (prepared.kind === 'refused') return `could not be started (${prepared.reason})`;
  return prepared.plan.launch === 'exec' ? 'started in place of otel-run' : 'started as a child of otel-run';
}

function printable(name: string, value: string): string {
  const shown = redact(name, value);
  return shown === '' || shown === value ? quoteForShell(shown) : shown;
}

/** If no source sets it, otel-run decided it. */
function sourceOf(name: string, { settings, envFiles }: Configuration): string {
  const setting = settings.get(name);
  if (setting) return setting.source;
  const file = envFiles.findLast(candidate => 'variables' in candidate && name in candidate.variables);
  if (name === 'NODE_OPTIONS') return file ? `otel-run, env-file:${file.path}` : 'otel-run';
  return file ? `env-file:${file.path}` : 'otel-run';
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
