import { Command, Option } from 'commander';
import type { CommonInvocation, Invocation } from './invocation.ts';
import { describeSmoke, readSmoke } from './smoke-arguments.ts';
import { addVariablesHelp } from './variables-help.ts';
import type { World } from './world.ts';

const EXAMPLES = `
Commands:
  otel-run doctor     show the effective configuration and what is wrong with it
  otel-run smoke      run a command against an embedded receiver and check what it emits

Examples:
  otel-run --service api -- node dist/server.js
  otel-run -e .env -e .env.production npm start
  otel-run --dry-run -s worker -- node dist/worker.js
  otel-run -s worker                  with "otel-run": { "services": { "worker": "node …" } } in package.json

Exit codes: the command's own; 125 otel-run refused or failed, 126 the command cannot be executed, 127 not found.`;

const DOCTOR_EXAMPLES = `
Examples:
  otel-run doctor
  otel-run doctor --strict -e .env.production -- node dist/server.js
  docker run --rm <image> npx otel-run doctor --probe

Exit codes: 0 no errors (warnings are allowed without --strict), 1 errors, 125 bad usage.`;

/**
 * Reads the command line. Help, version and usage errors are written to `output`.
 *
 * @throws CommanderError where there is nothing to perform: exit code 0 after help and version, else bad usage
 */
export function parseArguments(argv: readonly string[], output: Pick<World, 'out' | 'error'>): Invocation {
  switch (argv[0]) {
    case 'doctor':
      return parseDoctor(argv.slice(1), output);
    case 'smoke':
      return parseSmoke(argv.slice(1), output);
    default:
      return parseRun(argv, output);
  }
}

function parseRun(argv: readonly string[], output: Pick<World, 'out' | 'error'>): Invocation {
  const program = newProgram('otel-run', output)
    .description('Runs a command with OpenTelemetry in every Node.js process that it starts.')
    .usage('[options] [--] <command> [args...]')
    .version(__VERSION__, '-v, --version', 'print the version')
    .addHelpText('after', EXAMPLES)
    .option('--dry-run', 'print the command and the changes of its environment, and exit')
    .parse(argv, { from: 'user' });
  const options = program.opts<Options>();
  return { name: 'run', ...common(program.args, options), dryRun: options.dryRun ?? false };
}

function parseDoctor(argv: readonly string[], output: Pick<World, 'out' | 'error'>): Invocation {
  const program = newProgram('otel-run doctor', output)
    .description('Shows the effective configuration, where it comes from, and what is wrong with it.')
    .usage('[options] [-- <command> [args...]]')
    .addHelpText('after', DOCTOR_EXAMPLES)
    .option('--json', 'print the report as JSON (schemas/doctor.schema.json)')
    .option('--strict', 'count warnings as errors, for CI')
    .option('--all', 'also list what is not set, with the defaults that hold')
    .option('--probe', 'send an empty export for each signal, and read the answer')
    .parse(argv, { from: 'user' });
  const { json = false, strict = false, all = false, probe = false, ...options } = program.opts<Options>();
  return { name: 'doctor', ...common(program.args, options), json, strict, all, probe };
}

function parseSmoke(argv: readonly string[], output: Pick<World, 'out' | 'error'>): Invocation {
  const program = describeSmoke(newProgram('otel-run smoke', output)).parse(argv, { from: 'user' });
  return { name: 'smoke', ...common(program.args, program.opts<Options>()), ...readSmoke(program) };
}

/** What all commands have in common: the options, help, and how output and usage errors are written. */
function newProgram(name: string, output: Pick<World, 'out' | 'error'>): Command {
  const program = new Command(name)
    .helpOption('-h, --help', 'print this help')
    .argument('[command...]')
    .passThroughOptions()
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.error,
      outputError: (text, write) => write(withoutValues(text.replace(/^error: /, 'otel-run: '))),
    })
    .showHelpAfterError(`See ${name} --help.`);
  for (const option of commonOptions()) program.addOption(option);
  return addVariablesHelp(program);
}

/** An option that nobody knows may hold anything. */
function withoutValues(text: string): string {
  return text.replace(/(option '--?[^'=]*=)[^']*/g, '$1<redacted>');
}

interface Options {
  readonly service?: string;
  readonly environment?: string;
  readonly development?: boolean;
  readonly envFile?: string[];
  readonly failOpen?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly all?: boolean;
  readonly probe?: boolean;
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

function common(command: readonly string[], options: Options): CommonInvocation {
  return {
    flags: {
      service: options.service,
      environment: options.environment,
      development: options.development,
      failOpen: options.failOpen,
    },
    envFiles: options.envFile ?? [],
    command,
  };
}
