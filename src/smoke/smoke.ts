import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Expectations } from '../checks/expectations/expectation.ts';
import type { SmokeInvocation } from '../command-line/invocation.ts';
import { findingBlocks, warningLines } from '../command-line/words.ts';
import type { Outcome, World } from '../command-line/world.ts';
import { startReceiver } from '../receiver/receiver.ts';
import { painter, wantsColour } from '../report/colours.ts';
import { smokeHtml } from '../report/html/page.ts';
import { smokeJunit } from '../report/junit.ts';
import { smokeText } from '../report/text.ts';
import { parseSmoke } from './arguments.ts';
import { type SmokeOutcome, smokeRun } from './run-smoke.ts';

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a command against a receiver of its own, checks what it emits and reports. Exit code 0, 1, or 125 to 127. */
export async function smoke(argv: readonly string[], world: World): Promise<Outcome> {
  const invocation = parseSmoke(argv, world);
  const expectations = await readExpectations(invocation.expect, world.folder);
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
        expectations,
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
    return conclude(outcome, invocation, world);
  } finally {
    for (const signal of INTERRUPTS) process.off(signal, interrupt);
    await receiver.close();
  }
}

/** The command never runs for nothing: a file with errors is refused first. */
async function readExpectations(path: string | undefined, folder: string): Promise<Expectations | null> {
  if (path === undefined) return null;
  const { parseExpectations } = await import('../checks/expectations/parse.ts');
  return parseExpectations(readFileSync(resolve(folder, path), 'utf8'), path);
}

function conclude(outcome: SmokeOutcome, invocation: SmokeInvocation, world: World): Outcome {
  if (outcome.kind === 'refused') {
    if (outcome.reason !== null) world.error(`otel-run: ${outcome.reason}\n`);
    return { kind: 'exit', code: outcome.exitCode };
  }
  const { report, facts } = outcome;
  const colour = wantsColour(world.env, process.stdout.isTTY === true);
  if (invocation.json) world.out(`${JSON.stringify(report, null, 2)}\n`);
  else world.out(smokeText(report, facts, painter(colour)));
  const files = [
    [invocation.junit, smokeJunit],
    [invocation.html, smokeHtml],
  ] as const;
  for (const [path, render] of files) {
    if (path !== undefined) writeFileSync(resolve(world.folder, path), render(report, facts));
  }
  return { kind: 'exit', code: report.ok ? 0 : 1 };
}

/** What is going on, for somebody who waits at a terminal. */
function createProgress({ error }: World): (line: string) => void {
  if (!process.stderr.isTTY) return () => {};
  return line => error(`otel-run smoke: ${line}…\n`);
}
