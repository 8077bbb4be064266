import type { RunInvocation } from './invocation.ts';
import { isSubcommand } from './subcommands.ts';

/**
 * Reads `otel-run -- <command>` and `otel-run <command>`: a line without options needs no parser, which would take a
 * quarter of the code that a run loads.
 *
 * @returns undefined for any other line
 */
export function readPlainRun(argv: readonly string[]): RunInvocation | undefined {
  const command = argv[0] === '--' ? argv.slice(1) : withoutOption(argv);
  if (command.length === 0) return undefined;
  const flags = { service: undefined, environment: undefined, development: undefined, failOpen: undefined };
  return { flags, envFiles: [], command, dryRun: false, isEmpty: false };
}

/** The line if it begins with a word that can only be a command's. */
function withoutOption(argv: readonly string[]): readonly string[] {
  const [word = ''] = argv;
  return word.startsWith('-') || isSubcommand(word) ? [] : argv;
}
