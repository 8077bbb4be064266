/** The first words of a command line that are not a command to run, with what they do. */
export const SUBCOMMAND_SUMMARIES = {
  view: 'show live what an application does, on a local page',
  smoke: 'run a command and check what it emits',
  doctor: 'show the effective configuration and what is wrong with it',
  mcp: 'serve the contents of otel-run view to a coding agent',
} as const;

/** Their names, and two that many people try. */
export const SUBCOMMANDS: readonly string[] = [...Object.keys(SUBCOMMAND_SUMMARIES), 'help', 'version'];

/** Whether a word is a subcommand. */
export function isSubcommand(word: string): boolean {
  return Object.hasOwn(SUBCOMMAND_SUMMARIES, word);
}

/** A line for each subcommand, for a help text. */
export function subcommandLines(): string {
  const entries = Object.entries(SUBCOMMAND_SUMMARIES);
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, summary]) => `  otel-run ${name.padEnd(width)}  ${summary}`).join('\n');
}
