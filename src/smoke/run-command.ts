import type { CommandResult, ProcessEntry, RequestResult, Target } from '../checks/facts.ts';
import { loopbackPort } from '../command-line/request.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { type RunningCommand, startCommand } from './command.ts';
import { exercise } from './exercise.ts';
import { finish } from './finish.ts';
import { readReport, toProcessEntries } from './process-entries.ts';
import type { RunPlan } from './run-plan.ts';
import { TreeWatch } from './tree-watch.ts';

/** The outcome of the command, or why it could not be started. */
export type Ran =
  | { readonly kind: 'not-started'; readonly errorCode: string }
  | {
      readonly kind: 'ran';
      readonly command: CommandResult;
      readonly requests: readonly RequestResult[];
      readonly target: Target | undefined;
      readonly processes: readonly ProcessEntry[];
    };

const QUIET_MS = 100;

const MOST_WAIT_FOR_QUIET_MS = 2000;

/**
 * Runs the command: ready, requests, signal, until all of its processes have
 * ended and their telemetry has arrived.
 */
export async function runCommand(plan: RunPlan, receiver: Pick<Receiver, 'requests'>): Promise<Ran> {
  const running = startCommand(plan.command, plan);
  const end = watchEnd(running, plan.interrupted);
  const watch = new TreeWatch(running.pid);
  const started = Date.now();
  try {
    const { readiness, requests, target } = await exercise(plan, watch, end.over);
    const { stoppedBy, killed, listened } = await finish(plan, running, watch, end.over);
    const { code, signal, startError } = await running.ended;
    if (startError !== null) return { kind: 'not-started', errorCode: startError };
    const durationMs = Date.now() - started;
    await waitUntilQuiet(receiver);
    const notReady = readiness.ready ? null : readiness.reason;
    return {
      kind: 'ran',
      command: {
        argv: [plan.command.file, ...plan.command.arguments],
        code,
        signal,
        stoppedBy,
        killed,
        notReady,
        lastOutput: running.lastOutput(),
        listened,
        durationMs,
      },
      requests,
      target,
      processes: toProcessEntries({
        lines: readReport(plan.reportFile),
        seen: watch.nodeProcesses(),
        listening: new Set(portsOf(requests).flatMap(port => [...(watch.ports.get(port) ?? [])])),
      }),
    };
  } finally {
    watch.stop();
    end.unwatch();
  }
}

/** `over` aborts, with the reason, when the command has ended or the run is interrupted. */
function watchEnd(running: RunningCommand, interrupted: AbortSignal) {
  const over = new AbortController();
  void running.ended.then(({ code, signal }) =>
    over.abort(`it ended before it was ready (${signal ?? `exit code ${code}`})${hintOf(code)}`),
  );
  const interrupt = () => over.abort('it was interrupted');
  interrupted.addEventListener('abort', interrupt);
  if (interrupted.aborted) interrupt();
  return { over: over.signal, unwatch: () => interrupted.removeEventListener('abort', interrupt) };
}

/** Express 5 passes the error of a port in use to the callback of `listen`, where most applications do not look. */
function hintOf(code: number | null): string {
  return code === 0
    ? ': it starts no server, or its port is in use (Express 5 then ends without an error)'
    : '';
}

/** A process that ended has received its answers, but a request that it did not wait for may still arrive. */
async function waitUntilQuiet({ requests }: Pick<Receiver, 'requests'>): Promise<void> {
  const deadline = Date.now() + MOST_WAIT_FOR_QUIET_MS;
  for (let before = -1; before !== requests.length && Date.now() < deadline; ) {
    before = requests.length;
    await new Promise(resolve => setTimeout(resolve, QUIET_MS));
  }
}

function portsOf(requests: readonly RequestResult[]): number[] {
  return requests.flatMap(({ url }) => loopbackPort(url) ?? []);
}
