import { commandHint, type Surroundings } from '../command-line/command-hint.ts';
import { diagnose } from '../command-line/diagnose.ts';
import type { RunInvocation } from '../command-line/invocation.ts';
import { serviceCommand } from '../command-line/service-command.ts';
import { shortHelp } from '../command-line/short-help.ts';
import { environmentFor, type Verdict, verdictOf } from '../command-line/verdict.ts';
import { dryRunText, failOpenText, findingBlocks, warningLines } from '../command-line/words.ts';
import { type CommandOutcome, OWN_FAILURE, type World } from '../command-line/world.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Finding } from '../config/finding.ts';
import { launch, type Prepared, prepareLaunch } from '../launch/launch.ts';
import type { NotStarted } from '../launch/not-started.ts';
import type { Command } from '../launch/plan.ts';
import { isPrinted } from '../shared/message-level.ts';
import { bundleWarnings } from './bundle-warning.ts';

/** The exit code of a shell for a command that does not exist. */
const NOT_FOUND = 127;

/**
 * Runs the command with a changed environment, so that each of its Node.js
 * processes is instrumented, or refuses.
 *
 * @returns how the command ended, unless it replaced this process
 */
export async function run(invocation: RunInvocation, world: World): Promise<CommandOutcome> {
  const { env } = world;
  const { configuration, findings, packageJson } = await diagnose(invocation, world);
  // Without a command on the command line, package.json names it for the service.
  const chosen =
    invocation.command.length > 0
      ? invocation
      : serviceCommand(configuration.serviceName?.value, packageJson);
  if ('problem' in chosen) {
    if (invocation.isEmpty && chosen.isUnknown) {
      world.error(shortHelp());
      return { kind: 'exit', code: OWN_FAILURE };
    }
    return refuse({ exitCode: OWN_FAILURE, reason: `${chosen.problem}\nSee otel-run --help.` }, world);
  }
  const verdict = verdictOf(configuration, findings);
  const [file = '', ...rest] = chosen.command;
  const command: Command = { file, arguments: rest };
  const changes = verdict === 'refuse' ? {} : environmentFor(configuration, verdict, world);
  const prepared = withHint(prepareLaunch(command, { ...env, ...changes }), chosen.command, {
    folder: world.folder,
    packageJson,
    caller: 'otel-run',
  });
  if (verdict === 'refuse') return refuseBoth(prepared, configuration, findings, world);
  const bundled = verdict === 'instrument' ? await bundleWarnings(chosen.command, world.folder) : [];
  say(configuration, [...findings, ...bundled], verdict, world);
  if (invocation.dryRun) {
    world.out(dryRunText(command, configuration, changes, prepared));
    return { kind: 'exit', code: 0 };
  }
  if (prepared.kind === 'refused') return refuse(prepared, world);
  const ending = await launch(command, { ...env, ...changes }, prepared.plan);
  return ending.kind === 'refused' ? refuse(ending, world) : ending;
}

/** Refuses for what is wrong with the configuration, and with the command if it does not exist. */
function refuseBoth(
  prepared: ReturnType<typeof withHint>,
  configuration: Configuration,
  findings: readonly Finding[],
  world: World,
): CommandOutcome {
  const isMissing = prepared.kind === 'refused' && prepared.exitCode === NOT_FOUND;
  // A word that cannot be run is most likely a typo, and findings about the configuration would hide it.
  if (prepared.kind === 'refused' && prepared.hasHint) return refuse(prepared, world);
  say(configuration, findings, 'refuse', world);
  if (isMissing) refuse(prepared, world);
  return { kind: 'exit', code: OWN_FAILURE };
}

/** Adds what the user most likely meant to the message about a command that cannot be run. */
function withHint(
  prepared: Prepared,
  words: readonly string[],
  surroundings: Surroundings,
): Exclude<Prepared, NotStarted> | (NotStarted & { readonly hasHint: boolean }) {
  if (prepared.kind !== 'refused') return prepared;
  const hint = commandHint(words, surroundings);
  if (hint === undefined) return { ...prepared, hasHint: false };
  return { ...prepared, reason: `${prepared.reason}\n  ${hint}`, hasHint: true };
}

function say(
  configuration: Configuration,
  findings: readonly Finding[],
  verdict: Verdict,
  world: World,
): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (verdict === 'refuse') world.error(findingBlocks(errors));
  const asked = { ...configuration.environmentChanges, ...world.env }.OTEL_LOG_LEVEL;
  if (!isPrinted('warn', asked, configuration.development.on)) return;
  if (verdict === 'untouched' && errors.length > 0) world.error(failOpenText(errors));
  if (verdict !== 'untouched') world.error(warningLines(findings));
}

function refuse({ exitCode, reason }: { exitCode: number; reason: string }, world: World): CommandOutcome {
  world.error(`otel-run: ${reason}\n`);
  return { kind: 'exit', code: exitCode };
}
