import type { ExportRequest } from '../../receiver/requests.ts';
import { ask } from './find.ts';
import type { Joined } from './host.ts';
import type { Lease } from './lease.ts';

const INTERVAL_MS = 500;

/** Bytes that may wait to be passed on. */
const MOST_WAITING = 16 * 1024 * 1024;

/** After this many consecutive failures, the other view counts as ended. */
const MOST_FAILURES = 2;

/** This view, joined to another view that shows what this one receives. */
export interface JoinedView {
  pass(request: ExportRequest): void;
  /** Passes on what is waiting, and how the command ended. */
  leave(): Promise<void>;
}

/**
 * Joins a running view.
 *
 * @param describe the report about the command; undefined before it has started
 * @param onLost called once, when the other view has ended
 */
export function joinView(lease: Lease, describe: () => Joined | undefined, onLost: () => void): JoinedView {
  return new Join(lease, describe, onLost);
}

class Join implements JoinedView {
  readonly #lease: Lease;
  readonly #describe: () => Joined | undefined;
  readonly #onLost: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly #waiting: ExportRequest[] = [];
  #bytes = 0;
  #failures = 0;
  #isOver = false;
  #sending: Promise<void> | undefined;

  constructor(lease: Lease, describe: () => Joined | undefined, onLost: () => void) {
    this.#lease = lease;
    this.#describe = describe;
    this.#onLost = onLost;
    this.#timer = setInterval(() => void this.#report(), INTERVAL_MS);
    this.#timer.unref();
  }

  pass(request: ExportRequest): void {
    if (this.#isOver || this.#bytes + request.body.length > MOST_WAITING) return;
    this.#waiting.push(request);
    this.#bytes += request.body.length;
    this.#sending ??= this.#drain();
  }

  async leave(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#isOver) return;
    await this.#sending;
    await this.#report();
    this.#isOver = true;
  }

  async #report(): Promise<void> {
    const joined = this.#describe();
    if (joined) await this.#post('/api/join/command', 'application/json', JSON.stringify(joined));
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#bytes -= next.body.length;
      const type = next.protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
      await this.#post(`/api/join/${next.signal}`, type, next.body);
    }
    this.#sending = undefined;
  }

  async #post(path: string, type: string, body: string | Uint8Array): Promise<void> {
    if (this.#isOver) return;
    const { port, token } = this.#lease;
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    try {
      const { status } = await ask(port, { method: 'POST', path, headers, body });
      // 400: it rejected this item. Any other status comes from another program.
      this.#failures = status === 200 || status === 400 ? 0 : this.#failures + 1;
    } catch {
      this.#failures += 1;
    }
    if (this.#failures < MOST_FAILURES) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#onLost();
  }
}
