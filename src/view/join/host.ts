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
export class Host {
  readonly #hub: Hub;
  readonly #lease: () => Lease | undefined;
  readonly #heard = new Map<string, { joined: Joined; ms: number }>();
  readonly #timer: NodeJS.Timeout;

  constructor(hub: Hub, lease: () => Lease | undefined) {
    this.#hub = hub;
    this.#lease = lease;
    this.#timer = setInterval(() => this.#endSilent(), 1000);
    this.#timer.unref();
  }

  /** Answers a request of another view; false if it is not one. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    const [matched, what] = PATH.exec(path) ?? [];
    const own = this.#lease();
    if (matched === undefined || !own) return false;
    if (what === undefined) prove(request, response, own);
    else void this.#receive(request, response, own, what);
    return true;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #receive(request: IncomingMessage, response: ServerResponse, { token }: Lease, what: string) {
    const { authorization = '', 'content-type': type } = request.headers;
    if (request.method !== 'POST' || !isSame(authorization, `Bearer ${token}`))
      return sendJson(response, 403, { error: 'only a view of the same user may join' });
    try {
      const body = await readBody(request, MOST_BYTES);
      if (what === 'command') this.#take(JSON.parse(body.toString()));
      else this.#hub.receive(decode(what as Signal, type === 'application/json' ? 'json' : 'protobuf', body));
      sendJson(response, 200, {});
    } catch {
      sendJson(response, 400, { error: 'not what a view passes on' });
    }
  }

  #take(joined: Joined): void {
    const heard = this.#heard;
    const { id } = joined.command;
    const known = heard.get(id);
    heard.set(id, { joined, ms: Date.now() });
    if (!known) this.#hub.setProcesses(id, () => heard.get(id)?.joined.processes ?? joined.processes);
    if (JSON.stringify(known?.joined.command) !== JSON.stringify(joined.command))
      this.#hub.setCommand(joined.command);
    if (JSON.stringify(known?.joined.processes) !== JSON.stringify(joined.processes))
      this.#hub.touchProcesses();
  }

  #endSilent(): void {
    for (const [id, { joined, ms }] of this.#heard) {
      if (Date.now() - ms < SILENCE_MS) continue;
      this.#heard.delete(id);
      this.#hub.setCommand({
        ...joined.command,
        ended: joined.command.ended ?? { timeMs: ms, code: null, signal: null },
      });
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
