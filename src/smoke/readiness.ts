import { connect } from 'node:net';
import { loopbackPort, type SmokeRequest } from '../command-line/request.ts';
import { send } from './send-request.ts';
import type { Settle } from './settle.ts';
import type { TreeWatch } from './tree-watch.ts';

/** Whether the application can take requests, and where requests without a host go: to the first that listens. */
export type Readiness =
  | { readonly ready: true; readonly baseUrls: readonly string[] }
  | { readonly ready: false; readonly reason: string };

/** What to wait for, and how long. */
export interface ReadinessOptions {
  /** A URL, or a path. */
  readonly waitFor: string | undefined;
  readonly requests: readonly SmokeRequest[];
  /** `Date.now()` of the timeout. */
  readonly deadline: number;
  /** Aborted when waiting has become pointless. Its reason explains why, in words. */
  readonly over: AbortSignal;
  /** Where paths go. */
  readonly settle: Settle;
}

const POLL_MS = 50;

const PROBE_TIMEOUT_MS = 2000;

/**
 * Waits until the URL answers with a status below 500. Without a URL, waits until the command's processes
 * listen on the ports of the requests, and for a path until its port is settled. If the system does not
 * show ports, connections are tried.
 */
export async function waitUntilReady(options: ReadinessOptions, watch: TreeWatch): Promise<Readiness> {
  const { waitFor, deadline, over } = options;
  const wanted = [...new Set(options.requests.flatMap(({ url }) => loopbackPort(url) ?? []))];
  for (;;) {
    const baseUrls = await readyAt(options, wanted, watch);
    if (baseUrls !== undefined) return { ready: true, baseUrls };
    if (over.aborted) return { ready: false, reason: String(over.reason) };
    if (Date.now() >= deadline) return { ready: false, reason: notReady(waitFor, wanted, watch) };
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

async function readyAt(
  { waitFor, requests, settle }: ReadinessOptions,
  wanted: readonly number[],
  watch: TreeWatch,
): Promise<readonly string[] | undefined> {
  if (waitFor !== undefined && !waitFor.startsWith('/')) return answers(waitFor, [waitFor]);
  if (watch.works) watch.look();
  const listens = watch.works
    ? wanted.map(port => watch.ports.has(port))
    : await Promise.all(wanted.map(async port => (await accepts('127.0.0.1', port)) || accepts('::1', port)));
  if (!listens.every(Boolean)) return undefined;
  const hasPaths = waitFor !== undefined || requests.some(({ url }) => url.startsWith('/'));
  const port = hasPaths ? settle() : wanted[0];
  if (port === undefined) return undefined;
  const baseUrls = watch.hostsOf(port).map(host => `http://${host}:${port}`);
  return waitFor === undefined
    ? baseUrls
    : answers(
        waitFor,
        baseUrls.map(baseUrl => baseUrl + waitFor),
      );
}

async function answers(waitFor: string, urls: readonly string[]): Promise<readonly string[] | undefined> {
  const probe = { method: 'GET', url: waitFor, headers: {}, body: undefined, expected: undefined };
  const { status, url } = await send(probe, urls, PROBE_TIMEOUT_MS);
  return status !== null && status < 500 ? [new URL(url).origin] : undefined;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: PROBE_TIMEOUT_MS });
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
