import { Command, Option } from 'commander';
import type { CommonInvocation } from './invocation.ts';
import { refuseMistakes } from './option-mistakes.ts';
import { variableNames } from './variables-help.ts';
import type { World } from './world.ts';

/** The base of all commands that run another command: `plainProgram` with the common options. */
export function newProgram(name: string, output: Pick<World, 'out' | 'error'>): Command {
  const program = plainProgram(name, output).argument('[command...]').passThroughOptions();
  for (const option of commonOptions()) program.addOption(option);
  return program.addHelpText('after', () => `\n${variableNames()}`);
}

/**
 * The base of all commands: help, and how output and usage errors are written.
 *
 * Its `parse` throws a `CommanderError` if there is nothing to do: exit code 0 after
 * help and version, otherwise bad usage.
 */
export function plainProgram(name: string, output: Pick<World, 'out' | 'error'>): Command {
  const program = new Command(name)
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showHelpAfterError(`See ${name} --help.`);
  return program.configureOutput({
    writeOut: output.out,
    writeErr: output.error,
    outputError: (text, write) =>
      write(withoutValues(withSecondDash(text, program).replace(/^error: /, 'otel-run: '))),
  });
}

/** `-port 80` is no option, but looks like one. Commander has a suggestion only for two dashes. */
function withSecondDash(text: string, program: Command): string {
  const [line, name] = /unknown option '-(\w[\w-]+)'$/m.exec(text) ?? [];
  const isKnown = program.options.some(({ long }) => long === `--${name}`);
  return line && isKnown && !text.includes('Did you mean')
    ? text.replace(line, `${line}\n(Did you mean --${name}?)`)
    : text;
}

/** An unknown option may hold anything. */
function withoutValues(text: string): string {
  return text.replace(/(option '--?[^'=]*=)[^']*/g, '$1<redacted>');
}

/** The options as commander read and named them. */
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

/** The options that every command has, for its help. */
function commonOptions(): Option[] {
  return [
    new Option('-s, --service <name>', "this runtime's service.name (OTEL_SERVICE_NAME)"),
    new Option('--environment <name>', 'deployment.environment.name, a label (OTEL_RUN_ENVIRONMENT)'),
    new Option(
      '--development',
      'development mode: no log export, nothing added to the output (OTEL_RUN_DEVELOPMENT)',
    ),
    new Option('--no-development', 'development mode off, whatever NODE_ENV is').default(undefined),
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

/**
 * The options that every command understands.
 *
 * @throws CommanderError at a long option with one dash, and at an option that took another word for its value
 */
export function common(program: Command): CommonInvocation {
  refuseMistakes(program);
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
