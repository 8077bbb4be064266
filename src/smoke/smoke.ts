import type { Selection } from '../checks/checks.ts';
import type { Facts } from '../checks/facts.ts';
import { commandHint } from '../command-line/command-hint.ts';
import type { SmokeInvocation } from '../command-line/invocation.ts';
import { readManifest } from '../command-line/load-inputs.ts';
import { findingBlocks, warningLines } from '../command-line/words.ts';
import { type CommandOutcome, OWN_FAILURE, type World } from '../command-line/world.ts';
import { startReceiver } from '../receiver/receiver.ts';
import { painter, wantsColour } from '../report/colours.ts';
import { type SmokeReport, toSmokeReport } from '../report/report.ts';
import { smokeText } from '../report/terminal/text.ts';
import { parseSmoke } from './arguments.ts';
import { type Inputs, readInputs } from './input-files.ts';
import { writeExpectationsFile, writeOutputs } from './outputs.ts';
import { type SmokeOutcome, smokeRun } from './run-smoke.ts';

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command against its own receiver, checks what it emits, and reports. Exit code 0, 1, or 125 to 127.
 */
export async function smoke(argv: readonly string[], world: World): Promise<CommandOutcome> {
  const invocation = parseSmoke(argv, world);
  const inputs = await readInputs(invocation, world.folder);
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  for (const signal of INTERRUPTS) process.on(signal, interrupt);
  const receiver = await startReceiver();
  try {
    const outcome = await smokeRun(
      {
        ...invocation,
        ...world,
        selection: invocation,
        ...inputs,
        interrupted: interrupted.signal,
        stdin: process.stdin.isTTY ? 'ignore' : 'inherit',
        output: world.error,
        progress: createProgress(world),
        say: findings =>
          world.error(
            findingBlocks(findings.filter(({ severity }) => severity === 'error')) + warningLines(findings),
          ),
      },
      receiver,
    );
    return await conclude(outcome, invocation, inputs, world);
  } finally {
    for (const signal of INTERRUPTS) process.off(signal, interrupt);
    await receiver.close();
  }
}

async function conclude(
  outcome: SmokeOutcome,
  invocation: SmokeInvocation,
  { writesExpectations }: Inputs,
  world: World,
): Promise<CommandOutcome> {
  if (outcome.kind === 'refused') return refuse(outcome, invocation, world);
  const update = invocation.update ? whyNotToKeep(outcome.report) : undefined;
  const { report, facts } =
    writesExpectations && invocation.expect !== undefined && update === undefined
      ? await withOwnExpectations(invocation.expect, outcome.facts, invocation, world.folder)
      : outcome;
  const problems = await writeOutputs(
    { ...invocation, update: invocation.update && update === undefined },
    report,
    facts,
    world.folder,
  );
  if (invocation.json) world.out(`${JSON.stringify(report, null, 2)}\n`);
  else {
    const { columns, isTTY } = process.stdout;
    const paint = painter(wantsColour(world.env, isTTY === true));
    world.out(smokeText(report, facts, { paint, columns, verbose: invocation.verbose }));
  }
  for (const path of keptFiles(invocation)) {
    const reason = update ?? (path === invocation.expect && !writesExpectations ? IS_THERE : undefined);
    world.error(
      `otel-run smoke: ${path} was ${reason === undefined ? 'written' : `not written: ${reason}`}\n`,
    );
  }
  for (const problem of problems) world.error(`otel-run: ${problem}\n`);
  if (problems.length > 0) return { kind: 'exit', code: OWN_FAILURE };
  return { kind: 'exit', code: report.ok ? 0 : 1 };
}

function refuse(
  { exitCode, reason }: Extract<SmokeOutcome, { kind: 'refused' }>,
  { command }: SmokeInvocation,
  world: World,
): CommandOutcome {
  const cannotStart = exitCode !== OWN_FAILURE;
  const hint = cannotStart
    ? commandHint(command, { ...world, packageJson: readManifest(world.folder), caller: 'otel-run smoke' })
    : undefined;
  if (reason !== null) world.error(`otel-run: ${[reason, hint ?? []].flat().join('\n  ')}\n`);
  return { kind: 'exit', code: exitCode };
}

/** A crash or a misspelt path is not an example for later runs: these checks must pass, without a warning. */
const WORTH_KEEPING = ['command-exit', 'requests-answered', 'telemetry-received'];

/** Why the files of --update are not written, in words. */
function whyNotToKeep({ checks }: SmokeReport): string | undefined {
  const failed = checks.find(({ id, status }) => status === 'fail' && WORTH_KEEPING.includes(id));
  return failed && `${failed.id} ${failed.severity === 'error' ? 'failed' : 'has a warning'}`;
}

/** Once the file exists, its expectations may have been edited. */
const IS_THERE = 'it already exists; delete it to write a new one';

/** The files that --update is about. */
function keptFiles({ update, expect, snapshot }: SmokeInvocation): string[] {
  return update ? [expect ?? [], snapshot ?? []].flat() : [];
}

/** Expectations written from what arrived are checked at once, like existing ones. */
async function withOwnExpectations(path: string, facts: Facts, selection: Selection, folder: string) {
  const text = await writeExpectationsFile(path, facts, folder);
  const { parseExpectations } = await import('../checks/expectations/parse.ts');
  const judged = { ...facts, expectations: parseExpectations(text, path) };
  return { facts: judged, report: toSmokeReport(judged, selection) };
}

/** Progress, for someone who waits at a terminal. */
function createProgress({ error }: World): (line: string) => void {
  if (!process.stderr.isTTY) return () => {};
  return line => error(`otel-run smoke: ${line}…\n`);
}
