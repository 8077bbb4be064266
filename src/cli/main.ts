import type { CommanderError } from 'commander';
import type { RunInvocation } from '../command-line/invocation.ts';
import { readPlainRun } from '../command-line/plain-run.ts';
import { isSubcommand, SUBCOMMAND_SUMMARIES } from '../command-line/subcommands.ts';
import { variablesHelp } from '../command-line/variables-help.ts';
import { type CommandOutcome, OWN_FAILURE, type World } from '../command-line/world.ts';
import { errorMessage } from '../shared/error-message.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { printable } from '../shared/printable.ts';
import { run } from './run.ts';

/** The topic of `help` that is not a subcommand. */
const VARIABLES = 'variables';

/** Runs one invocation of the command line. Never throws: a failure is reported and becomes the exit code. */
export async function main(argv: readonly string[], world: World): Promise<CommandOutcome> {
  try {
    return await perform(argv, world);
  } catch (error) {
    if (isFromParser(error)) {
      if (error.code === 'commander.unknownOption') await advise(error.message, argv, world);
      return { kind: 'exit', code: error.exitCode === 0 ? 0 : OWN_FAILURE };
    }
    world.error(`otel-run: ${errorMessage(error)}\n`);
    return { kind: 'exit', code: OWN_FAILURE };
  }
}

/** `otel-run help`, `otel-run help smoke`, `otel-run help variables`. */
async function help([topic = '']: readonly string[], world: World): Promise<CommandOutcome> {
  if (topic === '' || topic.startsWith('-')) return perform(['--help'], world);
  if (isSubcommand(topic)) return perform([topic, '--help'], world);
  if (topic !== VARIABLES) throw new Error(unknownTopic(topic));
  world.out(`${variablesHelp()}\n`);
  return { kind: 'exit', code: 0 };
}

function unknownTopic(topic: string): string {
  const topics = [...Object.keys(SUBCOMMAND_SUMMARIES), VARIABLES];
  const near = nearestName(topic, topics);
  const advice = near
    ? `Did you mean otel-run help ${near}?`
    : `There is help about ${topics.join(', ')}; otel-run --help shows the rest.`;
  return `there is no help about "${printable(topic)}"\n  ${advice}`;
}

async function perform(argv: readonly string[], world: World): Promise<CommandOutcome> {
  const [command, ...rest] = argv;
  if (command === 'help') return help(rest, world);
  if (command === 'version' && rest.length === 0) return perform(['--version'], world);
  if (command === 'doctor') {
    const { doctor } = await import('../doctor/doctor.ts');
    return doctor(rest, world);
  }
  if (command === 'smoke') {
    const { smoke } = await import('../smoke/smoke.ts');
    return smoke(rest, world);
  }
  if (command === 'view') {
    const { view } = await import('../view/view.ts');
    return view(rest, world);
  }
  if (command === 'mcp') {
    const { parseMcp } = await import('../command-line/mcp-arguments.ts');
    const invocation = parseMcp(rest, world);
    const { mcp } = await import('../view/mcp/stdio.ts');
    return mcp(invocation, world);
  }
  return run(readPlainRun(argv) ?? (await parsed(argv, world)), world);
}

async function parsed(argv: readonly string[], world: World): Promise<RunInvocation> {
  const { parseRun } = await import('../command-line/run-arguments.ts');
  return parseRun(argv, world);
}

/** Adds to the parser's message what to write instead, if the parser has no suggestion. */
async function advise(message: string, [first = '']: readonly string[], world: World): Promise<void> {
  const [, option] = /unknown option '(--?[\w-]+)/.exec(message) ?? [];
  if (option === undefined) return;
  const { optionAdvice } = await import('./option-advice.ts');
  const advice = await optionAdvice(
    option,
    isSubcommand(first) ? `otel-run ${first}` : 'otel-run',
    async topic => {
      let help = '';
      const read = (text: string) => {
        help += text;
      };
      await main([topic, '--help'], { ...world, out: read, error: () => {} });
      return help;
    },
  );
  if (advice !== undefined) world.error(`${advice}\n`);
}

/** Whether the parser has already printed help, the version, or what is wrong with the line. */
function isFromParser(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
