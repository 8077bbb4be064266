import type { Receiver } from '../receiver/receiver.ts';
import { startReceiver } from '../receiver/receiver.ts';
import { createHub, type Hub } from './hub.ts';
import { pageHtml } from './server/page.ts';
import { serveView, type ViewServer } from './server/server.ts';

/** A receiver, what it has got, and the page that shows it. */
export interface Desk {
  readonly hub: Hub;
  readonly receiver: Receiver;
  /** Of the page. */
  readonly url: string;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly port: { readonly number: number; readonly fixed: boolean };
  readonly maxSpans: number;
  /** Those of the receiver; 0 for free ones. */
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** @throws Error where a port cannot be listened on */
export async function openDesk({ port, maxSpans, httpPort, grpcPort }: DeskOptions): Promise<Desk> {
  let hub: Hub | undefined;
  const receiver = await startReceiver({
    ...{ httpPort, grpcPort, keep: false },
    observer: { accepted() {}, refused: () => hub?.refuse() },
  });
  const open = createHub(maxSpans, { http: receiver.httpUrl, grpc: receiver.grpcUrl });
  hub = open;
  receiver.onTelemetry(batch => open.receive(batch));
  let server: ViewServer;
  try {
    server = await serveView(siteOf(open), port);
  } catch (error) {
    open.close();
    await receiver.close();
    throw error;
  }
  return {
    hub: open,
    receiver,
    url: server.url,
    async close() {
      open.close();
      await Promise.all([server.close(), receiver.close()]);
    },
  };
}

function siteOf(hub: Hub): Parameters<typeof serveView>[0] {
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
    join: () => false,
  };
}
