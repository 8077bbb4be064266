import { isSubcommand, SUBCOMMAND_SUMMARIES } from '../command-line/subcommands.ts';

/** Options that other tools have, and what otel-run, or one of its subcommands alone, has for the same purpose. */
const ELSEWHERE: readonly { readonly names: RegExp; readonly here: string; readonly of?: string }[] = [
  { of: 'otel-run doctor', names: /^--verbose$/, here: '--all lists everything.' },
  { of: 'otel-run smoke', names: /^--(?:url|path|get)$/, here: 'Use --request, as in --request /health' },
  {
    of: 'otel-run smoke',
    names: /^--port$/,
    here: 'smoke finds the port of a path. To name it, use --request http://127.0.0.1:3000/health',
  },
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
 */
export async function optionAdvice(
  option: string,
  caller: string,
  helpOf: (subcommand: string) => Promise<string>,
): Promise<string | undefined> {
  const word = option.replace(/^-+/, '');
  if (isSubcommand(word)) return `Did you mean otel-run ${word}?`;
  const elsewhere = ELSEWHERE.find(({ names, of = caller }) => of === caller && names.test(option));
  if (elsewhere) return elsewhere.here;
  const [, subcommand] = caller.split(' ');
  const long = subcommand === undefined ? [] : longOptions(await helpOf(subcommand), option);
  if (long.length > 0) return `Did you mean ${long.join(' or ')}?`;
  for (const other of Object.keys(SUBCOMMAND_SUMMARIES)) {
    const hasIt = (await helpOf(other)).split('\n').some(line => line.trim().split(' ')[0] === option);
    if (hasIt) return `otel-run ${other} has this option: otel-run ${other} ${option}`;
  }
  return process.allowedNodeEnvironmentFlags.has(option)
    ? `Node.js has this option. Write it after node: ${caller} -- node ${option} server.js`
    : undefined;
}

/** The options that a single letter may stand for: `-r` for `--request`. */
function longOptions(help: string, option: string): readonly string[] {
  const words = help.split('\n').map(line => line.trim().split(' ')[0] ?? '');
  return option.length === 2 ? words.filter(word => word.startsWith(`-${option}`)) : [];
}
