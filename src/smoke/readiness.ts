import { connect } from 'node:net';
import { loopbackPort, type SmokeRequest } from '../command-line/request.ts';
import { send } from './send-request.ts';
import type { TreeWatch } from './tree-watch.ts';

/** Whether the application can take requests, and where those go that name no host. */
export type Readiness =
  | { readonly ready: true; readonly baseUrl: string }
  | { readonly ready: false; readonly reason: string };

/** What is waited for, and how long. */
export interface ReadinessOptions {
  readonly waitFor: string | undefined;
  readonly requests: readonly SmokeRequest[];
  /** `Date.now()` at which it is given up. */
  readonly deadline: number;
  /** Aborted when there is nothing to wait for any more; its reason is the words for it. */
  readonly over: AbortSignal;
}

const POLL_MS = 50;

const PROBE_TIMEOUT_MS = 2000;

/**
 * Waits until the URL answers with a status below 500; else until the command's processes listen on the ports that
 * the requests go to, else on any port. Where the system does not show ports, they are tried.
 */
export async function waitUntilReady(options: ReadinessOptions, watch: TreeWatch): Promise<Readiness> {
  const { waitFor, deadline, over } = options;
  const wanted = [...new Set(options.requests.flatMap(({ url }) => loopbackPort(url) ?? []))];
  for (;;) {
    const baseUrl = waitFor === undefined ? await listens(wanted, watch) : await answers(waitFor);
    if (baseUrl !== undefined) return { ready: true, baseUrl };
    if (over.aborted) return { ready: false, reason: String(over.reason) };
    if (Date.now() >= deadline) return { ready: false, reason: notReady(waitFor, wanted, watch) };
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

async function answers(url: string): Promise<string | undefined> {
  const probe = { method: 'GET', url, headers: {}, body: undefined };
  const { status } = await send(probe, url, PROBE_TIMEOUT_MS);
  return status !== null && status < 500 ? new URL(url).origin : undefined;
}

async function listens(wanted: readonly number[], watch: TreeWatch): Promise<string | undefined> {
  if (watch.works) watch.look();
  const ports = watch.works
    ? wanted.map(port => watch.ports.has(port))
    : await Promise.all(wanted.map(accepts));
  const [first] = wanted.length > 0 ? wanted : watch.ports.keys();
  return ports.every(Boolean) && first !== undefined ? `http://127.0.0.1:${first}` : undefined;
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, timeout: PROBE_TIMEOUT_MS });
    const finish = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => finish(true));
    socket.once('timeout', () => finish(false));
    socket.once('error', () => finish(false));
  });
}

function notReady(waitFor: string | undefined, wanted: readonly number[], { ports }: TreeWatch): string {
  if (waitFor !== undefined) return `it never answered ${waitFor}`;
  const seen = ports.size > 0 ? `; it listens on ${[...ports.keys()].join(', ')}` : '';
  return wanted.length > 0
    ? `it never listened on port ${wanted.join(', ')}${seen}`
    : 'it never listened on a port';
}
