import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../receiver/body.ts';
import { decodeRequest, type Format } from '../../receiver/decode.ts';
import { flattenRequest } from '../../receiver/flatten.ts';
import type { Signal } from '../../shared/signal.ts';
import type { Hub } from '../hub.ts';
import type { ViewProcess } from '../model/processes.ts';
import type { ViewCommand } from '../model/status.ts';
import { sendJson } from '../server/send.ts';
import { isSame, type Lease, proofOf } from './lease.ts';

/** The report of a joined view about its command, once per second. */
export interface Joined {
  readonly command: ViewCommand;
  readonly processes: readonly ViewProcess[];
}

const MOST_BYTES = 20 * 1024 * 1024;

/** A view that was silent for this long has ended. */
const SILENCE_MS = 10_000;

const PATH = /^\/api\/join(?:\/(command|traces|logs|metrics))?$/;

/** Receives what joined views pass on. */
export function createHost(hub: Hub, lease: () => Lease | undefined) {
  const heard = new Map<string, { joined: Joined; ms: number }>();
  const timer = setInterval(() => {
    for (const [id, { joined, ms }] of heard) {
      if (Date.now() - ms < SILENCE_MS) continue;
      heard.delete(id);
      hub.setCommand({
        ...joined.command,
        ended: joined.command.ended ?? { timeMs: ms, code: null, signal: null },
      });
    }
  }, 1000);
  timer.unref();

  function take(joined: Joined): void {
    const { id } = joined.command;
    const known = heard.get(id);
    heard.set(id, { joined, ms: Date.now() });
    if (!known) hub.setProcesses(id, () => heard.get(id)?.joined.processes ?? joined.processes);
    if (JSON.stringify(known?.joined.command) !== JSON.stringify(joined.command))
      hub.setCommand(joined.command);
    if (JSON.stringify(known?.joined.processes) !== JSON.stringify(joined.processes)) hub.touchProcesses();
  }

  return {
    /** Answers a request of another view; false if it is not one. */
    answer(request: IncomingMessage, response: ServerResponse, path: string): boolean {
      const [matched, what] = PATH.exec(path) ?? [];
      const own = lease();
      if (matched === undefined || !own) return false;
      if (what === undefined) prove(request, response, own);
      else void receive(request, response, own, what);
      return true;
    },
    close: () => clearInterval(timer),
  };

  async function receive(request: IncomingMessage, response: ServerResponse, { token }: Lease, what: string) {
    const { authorization = '', 'content-type': type } = request.headers;
    if (request.method !== 'POST' || !isSame(authorization, `Bearer ${token}`))
      return sendJson(response, 403, { error: 'only a view of the same user may join' });
    try {
      const body = await readBody(request, MOST_BYTES);
      if (what === 'command') take(JSON.parse(body.toString()));
      else hub.receive(decode(what as Signal, type === 'application/json' ? 'json' : 'protobuf', body));
      sendJson(response, 200, {});
    } catch {
      sendJson(response, 400, { error: 'not what a view passes on' });
    }
  }
}

function decode(signal: Signal, format: Format, body: Uint8Array) {
  return flattenRequest(signal, decodeRequest(signal, format, body));
}

function prove({ url = '' }: IncomingMessage, response: ServerResponse, { token }: Lease): void {
  const challenge = new URL(url, 'http://view').searchParams.get('challenge') ?? '';
  sendJson(response, 200, { proof: proofOf(token, challenge) });
}
