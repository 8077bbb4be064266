/** The words that come first on a command line and are not a command to run, with what they do. */
export const SUBCOMMAND_SUMMARIES = {
  view: 'show live what an application does, on a page of this machine',
  smoke: 'run a command and check what it emits',
  doctor: 'show the configuration that holds and what is wrong with it',
  mcp: 'give a coding agent what otel-run view shows',
} as const;

/** Their names, and two that everybody tries. */
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
