import { type Receiver, startReceiver } from '../receiver/receiver.ts';
import type { ExportRequest } from '../receiver/requests.ts';
import { createHub, type Hub } from './hub.ts';
import { findView } from './join/find.ts';
import { Host } from './join/host.ts';
import { type JoinedView, joinView } from './join/joined-view.ts';
import type { Lease } from './join/lease.ts';
import { writeLease } from './join/lease.ts';
import { pageHtml } from './server/page.ts';
import type { Site } from './server/routes.ts';
import { serveView } from './server/server.ts';

/** A receiver, its contents, and the page that shows them: its own page, or that of a running view. */
export interface Desk {
  readonly hub: Hub;
  readonly receiver: Receiver;
  /** The current address of the page. */
  readonly url: string;
  /** Calls back when the page has moved because the joined view has ended. */
  onMoved(listener: (url: string) => void): void;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly port: { readonly number: number; readonly fixed: boolean };
  readonly maxSpans: number;
  /** The ports of the receiver; 0 for free ones. */
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly env: NodeJS.ProcessEnv;
}

/** The port where this process or another one serves the page. */
interface Place {
  readonly url: string;
  pass(request: ExportRequest): void;
  close(): Promise<void>;
}

const TRIES = 10;

const BETWEEN_TRIES_MS = 150;

/** @throws Error if a port is not available */
export async function openDesk({ port, maxSpans, httpPort, grpcPort, env }: DeskOptions): Promise<Desk> {
  const parts: { desk?: OpenDesk } = {};
  const receiver = await startReceiver({
    httpPort,
    grpcPort,
    keep: false,
    observer: {
      accepted: request => parts.desk?.pass(request),
      refused: () => parts.desk?.hub.refuse(),
    },
  });
  const hub = createHub(maxSpans, { http: receiver.httpUrl, grpc: receiver.grpcUrl });
  const desk = new OpenDesk(hub, receiver, env);
  parts.desk = desk;
  receiver.onTelemetry(batch => hub.receive(batch));
  await desk.show(port);
  return desk;
}

class OpenDesk implements Desk {
  readonly hub: Hub;
  readonly receiver: Receiver;
  readonly #env: NodeJS.ProcessEnv;
  readonly #listeners: ((url: string) => void)[] = [];
  #place: Place | undefined;
  #isClosed = false;

  constructor(hub: Hub, receiver: Receiver, env: NodeJS.ProcessEnv) {
    this.hub = hub;
    this.receiver = receiver;
    this.#env = env;
  }

  get url(): string {
    return this.#place?.url ?? '';
  }

  onMoved(listener: (url: string) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.hub.close();
    await Promise.all([this.#place?.close(), this.receiver.close()]);
  }

  /** Serves the page or joins the view that does. Closes the desk if neither is possible. */
  async show({ number, fixed }: DeskOptions['port']): Promise<void> {
    try {
      this.#place = await this.#settle(number, fixed);
    } catch (error) {
      this.hub.close();
      await this.receiver.close();
      throw error;
    }
  }

  /** Passes a received request on to the view that serves the page. */
  pass(request: ExportRequest): void {
    this.#place?.pass(request);
  }

  async #settle(number: number, fixed: boolean): Promise<Place> {
    const lease = number === 0 ? undefined : await findView(number, this.#env);
    return lease
      ? joined(this.hub, lease, port => this.#takeOver(port))
      : served(this.hub, { number, fixed }, this.#env);
  }

  /** Several joined views may lose the same view. One of them then serves the page, and the others join it. */
  async #takeOver(number: number): Promise<void> {
    for (let tries = 1; !this.#isClosed; tries++) {
      try {
        this.#place = await this.#settle(number, tries < TRIES);
        break;
      } catch {
        await new Promise(resolve => setTimeout(resolve, BETWEEN_TRIES_MS));
      }
    }
    if (this.#isClosed) await this.#place?.close();
    else for (const listener of this.#listeners) listener(this.url);
  }
}

/** @param takeOver called with the port when the joined view has ended */
function joined(hub: Hub, lease: Lease, takeOver: (port: number) => Promise<void>): Place {
  const joined: JoinedView = joinView(
    lease,
    () => describe(hub),
    () => void takeOver(lease.port),
  );
  return {
    url: `http://127.0.0.1:${lease.port}/`,
    pass: request => joined.pass(request),
    close: () => joined.leave(),
  };
}

async function served(hub: Hub, port: DeskOptions['port'], env: NodeJS.ProcessEnv): Promise<Place> {
  let lease: Lease | undefined;
  const host = new Host(hub, () => lease);
  const server = await serveView(
    siteOf(hub, (...asked) => host.answer(...asked)),
    port,
  ).catch(error => {
    host.close();
    throw error;
  });
  const written = writeLease(server.port, env);
  lease = written.lease;
  return {
    url: server.url,
    pass() {},
    async close() {
      written.release();
      host.close();
      await server.close();
    },
  };
}

function siteOf(hub: Hub, join: Site['join']): Site {
  const { answers, events } = hub;
  return {
    answers,
    events,
    page: pageHtml,
    async smokeTest(traceIds) {
      const { smokeTestOf } = await import('./smoke-test/smoke-test.ts');
      return smokeTestOf(answers, hub.commands(), traceIds);
    },
    async mcp(request, response) {
      const { answerMcp } = await import('./mcp/http.ts');
      await answerMcp(request, response, answers);
    },
    join,
  };
}

/** The report about this view's command to the view that it has joined. */
function describe(hub: Hub) {
  const [command] = hub.commands();
  return command && { command, processes: hub.answers.processes().processes };
}
