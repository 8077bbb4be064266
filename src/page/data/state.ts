import { computed, signal } from '@preact/signals';
import type { ViewFinding } from '../../view/model/findings.ts';
import type { FrozenView } from '../../view/model/frozen.ts';
import type { ViewLog } from '../../view/model/logs.ts';
import type { ViewProcess } from '../../view/model/processes.ts';
import type { ServicesAnswer } from '../../view/model/services.ts';
import type { StatusAnswer } from '../../view/model/status.ts';
import type { TraceSummary } from '../../view/model/traces.ts';

/** How the page is connected: `frozen` has no view behind it. */
export type Connection = 'connecting' | 'live' | 'lost' | 'frozen';

export const connection = signal<Connection>('connecting');

/** Whether the page is paused: new data waits until it continues. */
export const paused = signal(false);

/** Number of waiting changes. */
export const waiting = signal(0);

export const status = signal<StatusAnswer | null>(null);

export const services = signal<ServicesAnswer>({ services: [], calls: [], resources: {} });

/** Newest first. */
export const traces = signal<readonly TraceSummary[]>([]);

/** Oldest first, like a log. */
export const logs = signal<readonly ViewLog[]>([]);

export const findings = signal<readonly ViewFinding[]>([]);

export const processes = signal<readonly ViewProcess[]>([]);

/** Increases when there are new points of metrics. */
export const metricsNews = signal(0);

/** The checked run, on a page of a smoke report. */
export const smokeReport = signal<FrozenView['smoke']>(null);

/** When the page was frozen; null while it is live. */
export const frozenAt = signal<number | null>(null);

/** Names of services, in the order of their colours. */
export const serviceNames = computed(() => services.value.services.map(({ name }) => name));
