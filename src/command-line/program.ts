import { Command, Option } from 'commander';
import type { CommonInvocation } from './invocation.ts';
import { variableNames } from './variables-help.ts';
import type { World } from './world.ts';

/** What all commands that run one have in common, beside what `plainProgram` has: the options. */
export function newProgram(name: string, output: Pick<World, 'out' | 'error'>): Command {
  const program = plainProgram(name, output).argument('[command...]').passThroughOptions();
  for (const option of commonOptions()) program.addOption(option);
  return program.addHelpText('after', () => `\n${variableNames()}`);
}

/**
 * What all commands have in common: help, and how output and usage errors are written.
 *
 * Its `parse` throws a `CommanderError` where there is nothing to perform: exit code 0 after help and version, else bad
 * usage.
 */
export function plainProgram(name: string, output: Pick<World, 'out' | 'error'>): Command {
  return new Command(name)
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.error,
      outputError: (text, write) => write(withoutValues(text.replace(/^error: /, 'otel-run: '))),
    })
    .showHelpAfterError(`See ${name} --help.`);
}

/** An option that nobody knows may hold anything. */
function withoutValues(text: string): string {
  return text.replace(/(option '--?[^'=]*=)[^']*/g, '$1<redacted>');
}

/** What commander read of the options, under the names that it gives them. */
export interface Options {
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

/** The options that every command understands. */
export function common(program: Command): CommonInvocation {
  const options = program.opts<Options>();
  return {
    flags: {
      service: options.service,
      environment: options.environment,
      development: options.development,
      failOpen: options.failOpen,
    },
    envFiles: options.envFile ?? [],
    command: program.args,
  };
}
