import type { RunInvocation } from './invocation.ts';
import { common, newProgram, type Options } from './program.ts';
import { isSubcommand, subcommandLines } from './subcommands.ts';
import type { World } from './world.ts';

const COMMANDS = `Commands:
${subcommandLines()}
Each has its own --help.

Examples:
  otel-run --service api -- node dist/server.js
  otel-run -e .env -e .env.production npm start
  otel-run --dry-run -s worker -- node dist/worker.js
  otel-run -s worker        (package.json names the command of each service)
`;

const EXIT_CODES = `
Exit codes: the command's own; 125 otel-run refused or failed, 126 the command cannot be executed, 127 not found.`;

/** Reads `otel-run <command>`. */
export function parseRun(argv: readonly string[], output: Pick<World, 'out' | 'error'>): RunInvocation {
  const program = newProgram('otel-run', output)
    .description(
      `Runs a command with OpenTelemetry in every Node.js process that it starts.\n\n${COMMANDS.trimEnd()}`,
    )
    .usage('[options] [--] <command> [args...]')
    .version(__VERSION__, '-v, --version', 'print the version')
    .addHelpText('after', EXIT_CODES)
    .option('--dry-run', 'print the command and the changes to its environment, and exit')
    .parse(argv, { from: 'user' });
  const [word = ''] = program.args;
  const isAfterDashes = argv[argv.length - program.args.length - 1] === '--';
  if (isSubcommand(word) && !isAfterDashes) {
    const line = [word, ...argv.slice(0, -program.args.length), ...program.args.slice(1)].join(' ');
    throw new Error(
      `${word} is a subcommand, which comes first: otel-run ${line}\n  (To run a command named ${word}, write -- before it.)`,
    );
  }
  return {
    ...common(program),
    dryRun: program.opts<Options>().dryRun ?? false,
    isEmpty: argv.length === 0,
  };
}
