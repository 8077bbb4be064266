import { Command, Option } from 'commander';
import type { Flags } from '../config/configuration.ts';
import type { World } from './main.ts';

/** What the command line asks for. */
export interface Invocation {
  readonly name: 'run';
  readonly flags: Flags;
  readonly envFiles: readonly string[];
  readonly dryRun: boolean;
  readonly command: readonly string[];
}

const EXAMPLES = `
Examples:
  otel-run --service api -- node dist/server.js
  otel-run -e .env -e .env.production npm start
  otel-run --dry-run -s worker -- node dist/worker.js

Exit codes: the command's own; 125 otel-run refused or failed, 126 the command cannot be executed, 127 not found.`;

/**
 * Reads the command line. Help, version and usage errors are written to `output`.
 *
 * @throws CommanderError where there is nothing to perform: exit code 0 after help and version, else bad usage
 */
export function parseArguments(argv: readonly string[], output: Pick<World, 'out' | 'error'>): Invocation {
  let invocation: Invocation | undefined;
  const program = new Command('otel-run')
    .description('Runs a command with OpenTelemetry in every Node.js process that it starts.')
    .usage('[options] [--] <command> [args...]')
    .version(__VERSION__, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .argument('[command...]')
    .passThroughOptions()
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.error,
      outputError: (text, write) => write(text.replace(/^error: /, 'otel-run: ')),
    })
    .showHelpAfterError('See otel-run --help.');
  for (const option of commonOptions()) program.addOption(option);
  program.option('--dry-run', 'print the command and the changes of its environment, and exit');
  program.action((command: string[], options: Options) => {
    if (command.length === 0) program.error('otel-run: no command was given');
    invocation = toInvocation(command, options);
  });
  program.parse(argv, { from: 'user' });
  if (!invocation) throw new Error('the command line was not understood');
  return invocation;
}

interface Options {
  readonly service?: string;
  readonly environment?: string;
  readonly development?: boolean;
  readonly envFile?: string[];
  readonly failOpen?: boolean;
  readonly dryRun?: boolean;
}

/** The options that every command has. */
function commonOptions(): Option[] {
  return [
    new Option('-s, --service <name>', "this runtime's service.name (OTEL_SERVICE_NAME)"),
    new Option('--environment <name>', 'deployment.environment.name, a label (OTEL_RUN_ENVIRONMENT)'),
    new Option(
      '--development',
      'development mode: no log export, nothing added to the output (OTEL_RUN_DEVELOPMENT)',
    ),
    new Option('--no-development', 'production mode, whatever NODE_ENV says').default(undefined),
    new Option(
      '-e, --env-file <path>',
      'dotenv file, repeatable; the real environment wins (OTEL_RUN_ENV_FILE)',
    ).argParser((path: string, before: string[] | undefined) => [...(before ?? []), path]),
    new Option(
      '--fail-open',
      'run uninstrumented instead of refusing an invalid configuration (OTEL_RUN_FAIL_OPEN)',
    ),
  ];
}

function toInvocation(command: string[], options: Options): Invocation {
  return {
    name: 'run',
    flags: {
      service: options.service,
      environment: options.environment,
      development: options.development,
      failOpen: options.failOpen,
    },
    envFiles: options.envFile ?? [],
    dryRun: options.dryRun ?? false,
    command,
  };
}
