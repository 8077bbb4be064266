import type { ExportRequest } from '../../receiver/requests.ts';
import { ask } from './find.ts';
import type { Joined } from './host.ts';
import type { Lease } from './lease.ts';

const INTERVAL_MS = 500;

/** Bytes that may wait to be passed on. */
const MOST_WAITING = 16 * 1024 * 1024;

/** After this many consecutive failures, the other view counts as ended. */
const MOST_FAILURES = 2;

/** This view as a guest of another view, which shows what the guest receives. */
export interface Guest {
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
export function joinView(lease: Lease, describe: () => Joined | undefined, onLost: () => void): Guest {
  const waiting: ExportRequest[] = [];
  let bytes = 0;
  let failures = 0;
  let state: 'joined' | 'lost' = 'joined';
  let sending: Promise<void> | undefined;

  const headers = (type: string) => ({ authorization: `Bearer ${lease.token}`, 'content-type': type });

  async function post(path: string, type: string, body: string | Uint8Array): Promise<void> {
    if (state === 'lost') return;
    try {
      const { status } = await ask(lease.port, { method: 'POST', path, headers: headers(type), body });
      // 400: it rejected this item. Any other status comes from another program.
      failures = status === 200 || status === 400 ? 0 : failures + 1;
    } catch {
      failures += 1;
    }
    if (failures < MOST_FAILURES) return;
    state = 'lost';
    clearInterval(timer);
    onLost();
  }

  async function drain(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      bytes -= next.body.length;
      const type = next.protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
      await post(`/api/join/${next.signal}`, type, next.body);
    }
    sending = undefined;
  }

  async function report(): Promise<void> {
    const joined = describe();
    if (joined) await post('/api/join/command', 'application/json', JSON.stringify(joined));
  }

  const timer = setInterval(() => void report(), INTERVAL_MS);
  timer.unref();
  return {
    pass(request) {
      if (state === 'lost' || bytes + request.body.length > MOST_WAITING) return;
      waiting.push(request);
      bytes += request.body.length;
      sending ??= drain();
    },
    async leave() {
      clearInterval(timer);
      if (state === 'lost') return;
      await sending;
      await report();
      state = 'lost';
    },
  };
}
