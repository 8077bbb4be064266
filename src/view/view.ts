import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { commandHint } from '../command-line/command-hint.ts';
import { diagnose } from '../command-line/diagnose.ts';
import { fileErrorText, outputProblem } from '../command-line/output-files.ts';
import { findingBlocks } from '../command-line/words.ts';
import { type CommandOutcome, OWN_FAILURE, type World } from '../command-line/world.ts';
import { prepareLaunch } from '../launch/launch.ts';
import type { Command } from '../launch/plan.ts';
import { parseView, type ViewInvocation } from './arguments.ts';
import { commandEnvironment } from './command-environment.ts';
import { startEntry } from './commands/command-entry.ts';
import { followReport, runUnder } from './commands/run-under.ts';
import { type Desk, openDesk } from './desk.ts';
import { freeze } from './freeze.ts';
import { openBrowser } from './open-browser.ts';
import { frozenHtml } from './server/page.ts';
import { showRequests } from './terminal.ts';
import { addressLine, portProblem } from './words.ts';

/** OTLP's default ports, where everything sends unless configured otherwise. */
const OTLP_PORTS = { httpPort: 4318, grpcPort: 4317 };

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Shows what a command does while it runs, or what other processes send.
 *
 * @returns how the command ended; without a command, 0 after an interrupt
 */
export async function view(argv: readonly string[], world: World): Promise<CommandOutcome> {
  const invocation = parseView(argv, world);
  const { save } = invocation;
  const problem = save === undefined ? undefined : outputProblem('--save', save, world.folder);
  if (problem !== undefined) return refuse({ exitCode: OWN_FAILURE, reason: problem }, world);
  // No input may make a view end its command.
  process.on('uncaughtException', () => {});
  return invocation.command.length > 0 ? viewCommand(invocation, world) : viewSenders(invocation, world);
}

async function viewSenders(invocation: ViewInvocation, world: World): Promise<CommandOutcome> {
  const interrupted = new Promise<void>(done => {
    for (const signal of INTERRUPTS) process.once(signal, () => done());
  });
  const desk = await open(invocation, OTLP_PORTS, world);
  if (!desk) return { kind: 'exit', code: OWN_FAILURE };
  const stop = announce(desk, invocation, world, () => false);
  await interrupted;
  stop();
  writePage(desk, invocation, world);
  await desk.close();
  return { kind: 'exit', code: 0 };
}

async function viewCommand(invocation: ViewInvocation, world: World): Promise<CommandOutcome> {
  const { configuration, findings, packageJson } = await diagnose(invocation, world);
  const unreadable = findings.filter(({ code }) => code === 'env-file-unreadable');
  if (unreadable.length > 0) {
    world.error(findingBlocks(unreadable));
    return { kind: 'exit', code: OWN_FAILURE };
  }
  const [file = '', ...rest] = invocation.command;
  const command: Command = { file, arguments: rest };
  // Before anything is opened: descriptors that are open now were inherited.
  const prepared = prepareLaunch(command, { ...world.env, ...configuration.environmentChanges });
  if (prepared.kind === 'refused') {
    const hint = commandHint(invocation.command, { ...world, packageJson, caller: 'otel-run view' });
    return refuse({ ...prepared, reason: [prepared.reason, hint ?? []].flat().join('\n  ') }, world);
  }
  const desk = await open(invocation, { httpPort: 0, grpcPort: 0 }, world);
  if (!desk) return { kind: 'exit', code: OWN_FAILURE };
  const temporary = mkdtempSync(join(tmpdir(), 'otel-run-view-'));
  const reportFile = join(temporary, 'processes.jsonl');
  const entry = startEntry(invocation.command, world.folder, configuration.serviceName?.value);
  const report = followReport(desk.hub, entry, reportFile);
  const stop = announce(desk, invocation, world, report.isLineOpen);
  try {
    const env = commandEnvironment(configuration, world, { url: desk.receiver.httpUrl, reportFile });
    const ending = await runUnder(desk.hub, entry, { command, env, plan: prepared.plan, report });
    stop();
    if (ending.kind === 'refused') return refuse(ending, world);
    writePage(desk, invocation, world);
    return ending;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    await desk.close();
  }
}

/** Undefined if a port is in use, which has then been reported. */
async function open(
  { port, maxSpans }: ViewInvocation,
  ports: { readonly httpPort: number; readonly grpcPort: number },
  world: World,
): Promise<Desk | undefined> {
  try {
    return await openDesk({ port, maxSpans, ...ports, env: world.env });
  } catch (error) {
    world.error(`otel-run: ${portProblem(error as NodeJS.ErrnoException)}\n`);
    return undefined;
  }
}

/** Prints the page's address, and on a terminal also the requests. Returns a function that ends this. */
function announce(
  desk: Desk,
  { quiet, open: opens }: ViewInvocation,
  world: World,
  isLineOpen: () => boolean,
): () => void {
  if (!quiet) world.error(addressLine(desk.url));
  if (opens) openBrowser(desk.url);
  if (quiet) return () => {};
  desk.onMoved(url => world.error(addressLine(url)));
  return showRequests(desk, world, isLineOpen);
}

function writePage(desk: Desk, { save: path }: ViewInvocation, world: World): void {
  if (path === undefined) return;
  try {
    writeFileSync(resolve(world.folder, path), frozenHtml(freeze(desk.hub, null)));
  } catch (error) {
    world.error(`otel-run: ${fileErrorText('--save', path, error)}\n`);
  }
}

function refuse({ exitCode, reason }: { exitCode: number; reason: string }, world: World): CommandOutcome {
  world.error(`otel-run: ${reason}\n`);
  return { kind: 'exit', code: exitCode };
}
