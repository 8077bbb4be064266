import type { CheckResult } from '../checks/check.ts';
import { holds, runChecks, type Selection } from '../checks/checks.ts';
import { type Cost, computeCost } from '../checks/cost/cost.ts';
import type { Facts, ProcessEntry, RequestResult } from '../checks/facts.ts';
import { computeScore, type Score } from '../checks/score/score.ts';
import { hideSecrets } from '../checks/secret-patterns.ts';

/**
 * A smoke run as `smoke --json` prints it, without known secrets. All other
 * formats come from it and the facts.
 */
export interface SmokeReport {
  readonly ok: boolean;
  readonly command: readonly string[];
  readonly exit: {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    /** The longest delay of an exit among the command's processes; null if none was reported. */
    readonly flushMs: number | null;
  };
  readonly requests: readonly Pick<RequestResult, 'method' | 'url' | 'status' | 'error' | 'durationMs'>[];
  readonly processes: readonly Pick<
    ProcessEntry,
    'pid' | 'ppid' | 'threadId' | 'argv' | 'decision' | 'reason' | 'instanceId'
  >[];
  readonly telemetry: { readonly spans: number; readonly logs: number; readonly metricPoints: number };
  readonly checks: readonly CheckResult[];
  readonly score: Score;
  readonly cost: Cost;
}

/** Checks a run. Pure. */
export function toSmokeReport(facts: Facts, selection: Selection): SmokeReport {
  const { command, processes, requests, telemetry } = facts;
  const checks = runChecks(facts, selection);
  const flushes = processes.flatMap(({ exit }) => exit?.flushMs ?? []);
  return {
    ok: holds(checks),
    command: command.argv.map(hideSecrets),
    exit: {
      code: command.code,
      signal: command.signal,
      flushMs: flushes.length > 0 ? Math.max(...flushes) : null,
    },
    requests: requests.map(({ method, url, status, error, durationMs }) => ({
      method,
      url: hideSecrets(url),
      status,
      error,
      durationMs,
    })),
    processes: processes.map(({ pid, ppid, threadId, argv, decision, reason, instanceId }) => ({
      pid,
      ppid,
      threadId,
      argv: argv.map(hideSecrets),
      decision,
      reason,
      instanceId,
    })),
    telemetry: {
      spans: telemetry.spans.length,
      logs: telemetry.logs.length,
      metricPoints: telemetry.metricPoints.length,
    },
    checks,
    score: computeScore(telemetry),
    cost: computeCost(facts),
  };
}
