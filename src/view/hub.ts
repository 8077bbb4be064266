import { randomBytes } from 'node:crypto';
import type { Telemetry } from '../receiver/telemetry.ts';
import { type Answers, createAnswers } from './answers/answers.ts';
import { createSourceFiles, type SourceFiles } from './answers/source-files.ts';
import { createCommandTable, type ProcessSource } from './command-table.ts';
import { createFindingBook } from './findings/book.ts';
import { type FindingWatch, watchFindings } from './findings/watch.ts';
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

export function createHub(maxSpans: number, receiver: StatusAnswer['receiver']): Hub {
  return new ViewHub(maxSpans, receiver);
}

class ViewHub implements Hub {
  readonly store: Store;
  readonly answers: Answers;
  readonly events: Events;
  readonly findings: FindingWatch;
  readonly files: SourceFiles;
  readonly #commands = createCommandTable();
  readonly #revisions = { processes: 0, status: 0 };
  #refusedRequests = 0;

  constructor(maxSpans: number, receiver: StatusAnswer['receiver']) {
    const book = createFindingBook();
    const startTimeMs = Date.now();
    this.store = createStore(maxSpans);
    this.files = createSourceFiles(() => this.commands().map(({ folder }) => folder));
    this.answers = createAnswers({
      store: this.store,
      files: this.files,
      findings: book,
      processes: () => this.#commands.processes(id => serviceOf(this.store, id)),
      status: () => this.#status({ startTimeMs, receiver, maxSpans }),
    });
    this.findings = watchFindings(this.store, book, this.files);
    this.events = createEvents({
      session: randomBytes(6).toString('hex'),
      store: this.store,
      answers: this.answers,
      files: this.files,
      revisions: () => this.#revisions,
      findingsSince: revision => book.since(revision),
    });
  }

  receive(batch: Telemetry): void {
    const nowMs = Date.now();
    this.findings.judgeLeaks(this.store.add(batch, nowMs), nowMs);
  }

  refuse(): void {
    this.#refusedRequests += 1;
    this.#revisions.status = this.store.nextRevision();
  }

  setCommand(command: ViewCommand): void {
    this.#commands.setCommand(command);
    this.#revisions.status = this.store.nextRevision();
  }

  commands(): readonly ViewCommand[] {
    return this.#commands.commands();
  }

  setProcesses(commandId: string, source: ProcessSource): void {
    this.#commands.setProcesses(commandId, source);
    this.touchProcesses();
  }

  touchProcesses(): void {
    this.#revisions.processes = this.store.nextRevision();
  }

  close(): void {
    this.findings.judgeNow();
    this.events.close();
    this.findings.stop();
  }

  #status(given: Pick<StatusAnswer, 'startTimeMs' | 'receiver' | 'maxSpans'>): StatusAnswer {
    return {
      version: __VERSION__,
      ...given,
      commands: this.commands(),
      held: this.store.held,
      dropped: this.store.dropped,
      refusedRequests: this.#refusedRequests,
    };
  }
}

function serviceOf({ resources }: Store, instanceId: string): string | null {
  for (const { attributes } of resources.all()) {
    if (attributes['service.instance.id'] !== instanceId) continue;
    const name = attributes['service.name'];
    return typeof name === 'string' ? name : null;
  }
  return null;
}
