import { isSubcommand, SUBCOMMAND_SUMMARIES } from '../command-line/subcommands.ts';

/** Options that other tools have, and what otel-run has for the same purpose. */
const ELSEWHERE: readonly { readonly names: RegExp; readonly here: string }[] = [
  { names: /^--(?:service-|app-?)?name$/, here: '--service <name> names the runtime.' },
  { names: /^--env$/, here: '--environment <name> is the label; -e <file> reads variables from a file.' },
  {
    names: /^--(?:otlp-)?(?:endpoint|url|collector|exporter-otlp-endpoint)$/,
    here: 'Use the variable OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318',
  },
  {
    names: /^--(?:otlp-)?(?:headers?|token|api-?key)$/,
    here: 'Use the variable OTEL_EXPORTER_OTLP_HEADERS=<name>=<value>',
  },
  {
    names: /^--(?:exporter|traces?-exporter|console|stdout)$/,
    here: 'Use the variable OTEL_TRACES_EXPORTER=console, or see more with otel-run view.',
  },
  { names: /^--protocol$/, here: 'Use the variable OTEL_EXPORTER_OTLP_PROTOCOL=grpc' },
  { names: /^--metrics$/, here: 'Use the variable OTEL_METRICS_EXPORTER=otlp' },
  {
    names: /^--sampl(?:e|er|ing)(?:-rate|-ratio)?$/,
    here: 'Use the variable OTEL_RUN_SAMPLING="error=1, *=0.05"',
  },
  {
    names: /^--(?:resource|attributes|resource-attributes|tags?)$/,
    here: 'Use the variable OTEL_RESOURCE_ATTRIBUTES=team=shop',
  },
  {
    names: /^--(?:debug|verbose|log-level)$/,
    here: 'Use the variable OTEL_LOG_LEVEL=debug',
  },
  { names: /^-V$/, here: '-v prints the version.' },
];

/**
 * What to write instead of an option that the command does not have: the subcommand that has it, Node.js, or
 * a variable.
 *
 * @param caller `otel-run`, or `otel-run` with a subcommand
 * @param helpOf the help of a subcommand, which lists its options
 * @param isOfNode whether Node.js has this option
 */
export async function optionAdvice(
  option: string,
  caller: string,
  helpOf: (subcommand: string) => Promise<string>,
  isOfNode: (option: string) => boolean = name => process.allowedNodeEnvironmentFlags.has(name),
): Promise<string | undefined> {
  const word = option.replace(/^-+/, '');
  if (isSubcommand(word)) return `Did you mean otel-run ${word}?`;
  const elsewhere = ELSEWHERE.find(({ names }) => names.test(option));
  if (elsewhere) return elsewhere.here;
  for (const subcommand of Object.keys(SUBCOMMAND_SUMMARIES)) {
    const hasIt = (await helpOf(subcommand)).split('\n').some(line => line.trim().split(' ')[0] === option);
    if (hasIt) return `otel-run ${subcommand} has this option: otel-run ${subcommand} ${option}`;
  }
  return isOfNode(option)
    ? `Node.js has this option. Write it after node: ${caller} -- node ${option} server.js`
    : undefined;
}
