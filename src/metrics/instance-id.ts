import cluster from 'node:cluster';
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { getEnvironmentData, setEnvironmentData, threadId } from 'node:worker_threads';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';

const NAME = 'service.instance.id';

/** Of the semantic conventions, for `service.instance.id` (resource, "Service instance"). */
const NAMESPACE = '4d63009a8d0f11eeaad74c796ed8e320';

/** Tells the threads of a process which cluster worker they are of: they see a primary. */
const WORKER_OF_THREADS = 'otel-run.cluster-worker';

/** What tells a process from all others that measure for the service at the same time, and is the same after a restart. */
export interface InstancePlace {
  readonly host: string;
  /** Of a process that another one of the service started. */
  readonly program: string | undefined;
  /** Its number among its equals: of a cluster's or a process manager's. */
  readonly slot: string | undefined;
  readonly thread: number;
}

/** What decides about the id. */
export interface InstanceIdOptions {
  /** `OTEL_RUN_METRICS_INSTANCE_ID`; `stable` where it is not set. */
  readonly choice: string | undefined;
  /** Whether the user set the id. If so, it is not random. */
  readonly chosenByUser: boolean;
  readonly place: InstancePlace;
}

/**
 * The resource of metrics. A `service.instance.id` that is new at every start makes every series of a metric anew, so
 * that of metrics is made of where the process runs; one that the user set stays.
 */
export function withMetricsInstanceId(
  resource: Resource,
  { choice, chosenByUser, place }: InstanceIdOptions,
): Resource {
  if (choice !== 'none' && (choice === 'process' || chosenByUser)) return resource;
  const others = resource.getRawAttributes().filter(([name]) => name !== NAME);
  const id = choice === 'none' ? [] : [[NAME, stableInstanceId(place)]];
  return resourceFromAttributes(Object.fromEntries([...others.reverse(), ...id]));
}

/** A UUID of version 5, as the semantic conventions ask for where the id is to be stable. */
export function stableInstanceId({ host, program, slot, thread }: InstancePlace): string {
  const name = JSON.stringify([host, program ?? null, slot ?? null, thread]);
  const hash = createHash('sha1').update(Buffer.from(NAMESPACE, 'hex')).update(name).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Where this thread runs.
 *
 * @param nested whether another process of the service started this one
 */
export function instancePlace(env: NodeJS.ProcessEnv, nested: boolean): InstancePlace {
  const slot = [env.NODE_APP_INSTANCE, clusterWorker(env)].filter(Boolean).join('/') || undefined;
  return {
    host: hostname(),
    program: nested && slot === undefined && process.argv[1] ? basename(process.argv[1]) : undefined,
    slot,
    thread: threadId,
  };
}

/** PM2 runs applications as workers of a cluster of its own, which it numbers on at each restart. */
function clusterWorker(env: NodeJS.ProcessEnv): string | undefined {
  if (env.pm2_env !== undefined) return undefined;
  const worker = cluster.worker?.id ?? getEnvironmentData(WORKER_OF_THREADS);
  if (cluster.worker) setEnvironmentData(WORKER_OF_THREADS, cluster.worker.id);
  return worker === undefined ? undefined : String(worker);
}
