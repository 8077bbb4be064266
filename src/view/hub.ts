import { randomBytes } from 'node:crypto';
import type { Telemetry } from '../receiver/telemetry.ts';
import { type Answers, createAnswers } from './answers/answers.ts';
import { createSourceFiles, type SourceFiles } from './answers/source-files.ts';
import { createFindingBook } from './findings/book.ts';
import { type FindingWatch, watchFindings } from './findings/watch.ts';
import type { ViewProcess } from './model/processes.ts';
import type { StatusAnswer, ViewCommand } from './model/status.ts';
import { createEvents, type Events } from './server/events.ts';
import { createStore, type Store } from './store/store.ts';

/** Everything that a view knows, in one place: telemetry, findings, and running commands. */
export interface Hub {
  readonly store: Store;
  readonly answers: Answers;
  readonly events: Events;
  readonly findings: FindingWatch;
  readonly files: SourceFiles;
  /** Stores received telemetry. Never throws. */
  receive(batch: Telemetry): void;
  /** Counts a request that was not valid OTLP. */
  refuse(): void;
  /** Stores a new or changed command. */
  setCommand(command: ViewCommand): void;
  commands(): readonly ViewCommand[];
  /** Sets the source of a command's processes. */
  setProcesses(commandId: string, processes: ProcessSource): void;
  /** Reports that processes changed. */
  touchProcesses(): void;
  close(): void;
}

export type ProcessSource = (serviceOf: (instanceId: string) => string | null) => readonly ViewProcess[];

/** Commands of joined views stay on the page after they end. */
const MOST_COMMANDS = 50;

export function createHub(maxSpans: number, receiver: StatusAnswer['receiver']): Hub {
  const store = createStore(maxSpans);
  const book = createFindingBook();
  const commands = new Map<string, ViewCommand>();
  const processes = new Map<string, ProcessSource>();
  const files = createSourceFiles(() => [...commands.values()].map(({ folder }) => folder));
  const startTimeMs = Date.now();
  const revisions = { processes: 0, status: 0 };
  let refusedRequests = 0;

  const status = (): StatusAnswer => ({
    version: __VERSION__,
    ...{ startTimeMs, receiver },
    commands: [...commands.values()],
    held: store.held,
    dropped: store.dropped,
    ...{ refusedRequests, maxSpans },
  });

  const answers = createAnswers({
    store,
    files,
    findings: book,
    processes: () => [...processes.values()].flatMap(source => source(id => serviceOf(store, id))),
    status,
  });
  const findings = watchFindings(store, book, files);
  const events = createEvents({
    session: randomBytes(6).toString('hex'),
    store,
    answers,
    files,
    revisions: () => revisions,
    findingsSince: revision => book.since(revision),
  });
  return {
    store,
    answers,
    events,
    findings,
    files,
    receive(batch) {
      const nowMs = Date.now();
      findings.judgeLeaks(store.add(batch, nowMs), nowMs);
    },
    refuse() {
      refusedRequests += 1;
      revisions.status = store.nextRevision();
    },
    setCommand(command) {
      commands.set(command.id, command);
      if (commands.size > MOST_COMMANDS) dropFirst(commands, processes);
      revisions.status = store.nextRevision();
    },
    commands: () => [...commands.values()],
    setProcesses(commandId, source) {
      processes.set(commandId, source);
      revisions.processes = store.nextRevision();
    },
    touchProcesses() {
      revisions.processes = store.nextRevision();
    },
    close() {
      findings.judgeNow();
      events.close();
      findings.stop();
    },
  };
}

function serviceOf({ resources }: Store, instanceId: string): string | null {
  for (const { attributes } of resources.all()) {
    if (attributes['service.instance.id'] !== instanceId) continue;
    const name = attributes['service.name'];
    return typeof name === 'string' ? name : null;
  }
  return null;
}

function dropFirst(commands: Map<string, ViewCommand>, processes: Map<string, ProcessSource>): void {
  const ended = [...commands.values()].find(command => command.ended !== null) ?? [...commands.values()][0];
  if (!ended) return;
  commands.delete(ended.id);
  processes.delete(ended.id);
}
