import cluster from 'node:cluster';
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { getEnvironmentData, setEnvironmentData, threadId } from 'node:worker_threads';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';

const NAME = 'service.instance.id';

/** The namespace from the semantic conventions for `service.instance.id` (resource, "Service instance"). */
const NAMESPACE = '4d63009a8d0f11eeaad74c796ed8e320';

/**
 * Tells the threads of a process which cluster worker they belong to,
 * because they see themselves as a primary.
 */
const WORKER_OF_THREADS = 'otel-run.cluster-worker';

/**
 * What distinguishes a process from all others that measure the service at the same time,
 * and stays the same after a restart.
 */
export interface InstancePlace {
  readonly host: string;
  /** Whether another process of the service started it. */
  readonly program: string | undefined;
  /** Its number within a cluster or a process manager. */
  readonly slot: string | undefined;
  readonly thread: number;
}

/** What determines the id. */
export interface InstanceIdOptions {
  /** `OTEL_RUN_METRICS_INSTANCE_ID`; default `stable`. */
  readonly choice: string | undefined;
  /** Whether the user set the id, which is then not random. */
  readonly chosenByUser: boolean;
  readonly place: InstancePlace;
}

/**
 * The resource of metrics. A `service.instance.id` that changes at every start creates all series of a metric
 * again, so the id for metrics is derived from where the process runs. An id that the user set is kept.
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

/** A version 5 UUID, as the semantic conventions require for a stable id. */
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

/** PM2 runs applications as workers of its own cluster, and gives them new numbers at each restart. */
function clusterWorker(env: NodeJS.ProcessEnv): string | undefined {
  if (env.pm2_env !== undefined) return undefined;
  const worker = cluster.worker?.id ?? getEnvironmentData(WORKER_OF_THREADS);
  if (cluster.worker) setEnvironmentData(WORKER_OF_THREADS, cluster.worker.id);
  return worker === undefined ? undefined : String(worker);
}
