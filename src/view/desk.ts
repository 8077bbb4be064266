import { type Receiver, startReceiver } from '../receiver/receiver.ts';
import type { ExportRequest } from '../receiver/requests.ts';
import { createHub, type Hub } from './hub.ts';
import { findView } from './join/find.ts';
import { type Guest, joinView } from './join/guest.ts';
import { createHost } from './join/host.ts';
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
  const parts: { hub?: Hub; place?: Place } = {};
  const receiver = await startReceiver({
    httpPort,
    grpcPort,
    keep: false,
    observer: { accepted: request => parts.place?.pass(request), refused: () => parts.hub?.refuse() },
  });
  const hub = createHub(maxSpans, { http: receiver.httpUrl, grpc: receiver.grpcUrl });
  parts.hub = hub;
  receiver.onTelemetry(batch => hub.receive(batch));
  const listeners: ((url: string) => void)[] = [];
  let closed = false;

  async function settle(number: number, fixed: boolean): Promise<Place> {
    const lease = number === 0 ? undefined : await findView(number, env);
    return lease ? joined(hub, lease, takeOver) : served(hub, { number, fixed }, env);
  }

  /** Several guests may lose the same view. One of them then serves the page, and the others join it. */
  async function takeOver(number: number): Promise<void> {
    for (let tries = 1; !closed; tries++) {
      try {
        parts.place = await settle(number, tries < TRIES);
        break;
      } catch {
        await new Promise(resolve => setTimeout(resolve, BETWEEN_TRIES_MS));
      }
    }
    if (closed) await parts.place?.close();
    else for (const listener of listeners) listener(parts.place?.url ?? '');
  }

  try {
    parts.place = await settle(port.number, port.fixed);
  } catch (error) {
    hub.close();
    await receiver.close();
    throw error;
  }
  return {
    hub,
    receiver,
    get url() {
      return parts.place?.url ?? '';
    },
    onMoved: listener => void listeners.push(listener),
    async close() {
      closed = true;
      hub.close();
      await Promise.all([parts.place?.close(), receiver.close()]);
    },
  };
}

/** @param takeOver called with the port when the joined view has ended */
function joined(hub: Hub, lease: Lease, takeOver: (port: number) => Promise<void>): Place {
  const guest: Guest = joinView(
    lease,
    () => describe(hub),
    () => void takeOver(lease.port),
  );
  return {
    url: `http://127.0.0.1:${lease.port}/`,
    pass: request => guest.pass(request),
    close: () => guest.leave(),
  };
}

async function served(hub: Hub, port: DeskOptions['port'], env: NodeJS.ProcessEnv): Promise<Place> {
  let lease: Lease | undefined;
  const host = createHost(hub, () => lease);
  const server = await serveView(siteOf(hub, host.answer), port).catch(error => {
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
