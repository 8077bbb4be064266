import { describeArgv } from '../checks/evidence.ts';
import type { Facts } from '../checks/facts.ts';
import type { SmokeReport } from '../report/report.ts';
import type { ProcessSource } from '../view/command-table.ts';
import { commitOf } from '../view/commands/commit.ts';
import { freeze } from '../view/freeze.ts';
import { createHub, type Hub } from '../view/hub.ts';
import { frozenHtml } from '../view/server/page.ts';

const COMMAND = 'smoke';

/** The page of `otel-run view`, with what a smoke run received and its checks. Known secrets are removed. */
export function smokeHtml(report: SmokeReport, facts: Facts, folder: string): string {
  const hub = createHub(Number.MAX_SAFE_INTEGER, { http: '', grpc: '' });
  try {
    setCommand(hub, report, facts, folder);
    hub.receive(facts.telemetry);
    return frozenHtml(freeze(hub, report));
  } finally {
    hub.close();
  }
}

function setCommand(hub: Hub, report: SmokeReport, { expected, processes }: Facts, folder: string): void {
  const { command: argv, exit } = report;
  const timeMs = Date.now();
  // The first word of a smoke run is the path of its program.
  const startTimeMs = performance.timeOrigin;
  hub.setCommand({
    id: COMMAND,
    argv,
    folder,
    startTimeMs,
    folderName: folder.split(/[\\/]/).at(-1) ?? '',
    service: expected.serviceName ?? '',
    ended: { timeMs, code: exit.code, signal: exit.signal },
    commit: commitOf(folder),
  });
  const ends = new Map(processes.map(({ pid, threadId, exit: end }) => [`${pid}/${threadId}`, end]));
  const source: ProcessSource = serviceOf =>
    report.processes.map(process => ({
      ...process,
      title: describeArgv(process.argv),
      service: process.instanceId === null ? null : serviceOf(process.instanceId),
      command: COMMAND,
      startTimeMs,
      running: false,
      exit: ends.get(`${process.pid}/${process.threadId}`) ?? null,
    }));
  hub.setProcesses(COMMAND, source);
}
