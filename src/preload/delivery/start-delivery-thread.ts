import type { MessagePort, Worker, WorkerOptions } from 'node:worker_threads';
import { errorMessage } from '../../shared/error-message.ts';
import { laterModule } from '../foundation/later-modules.ts';
import { startOwnThread } from '../foundation/own-thread.ts';
import { partPath } from '../foundation/parts.ts';
import { archiveReader } from '../foundation/plug-and-play.ts';
import { openStandardDescriptors } from '../foundation/standard-descriptors.ts';
import { assertRoomForThread, isFolderRemoved } from '../foundation/thread-needs.ts';
import { threadEnvironment } from './thread-environment.ts';
import { threadFlags } from './wire/thread-flags.ts';

/** A delivery thread and the port for its messages. */
export interface StartedThread {
  readonly thread: Worker;
  readonly port: MessagePort;
}

const FILE = partPath('delivery-thread');

/**
 * A thread reads the working directory before its file, and ends if it was removed, but not before a preload. Elsewhere it
 * has none: Node.js would read the `package.json` of the working directory, which may be unreadable.
 */
const asPreload = () => (isFolderRemoved() ? ['--require', FILE] : []);

/** Memory limits of the thread in MiB: it holds only running requests and an HTTP client. */
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

/**
 * Starts the thread. It never keeps the process open.
 *
 * @param env the environment of the thread; variables that do not suit threads are removed
 * @param settled counts results, so that a blocked thread can wait for the next one
 * @param onEnd called when the thread has ended, possibly twice
 * @throws if no thread can be started
 */
export function startDeliveryThread(
  env: NodeJS.ProcessEnv,
  settled: Int32Array,
  onEnd: (thread: Worker, reason: string) => void,
): StartedThread {
  assertRoomForThread();
  openStandardDescriptors();
  const { MessageChannel } = laterModule('worker_threads');
  const { port1, port2 } = new MessageChannel();
  const options: WorkerOptions = {
    name: 'otel-run delivery',
    env: threadEnvironment(env),
    stdout: true,
    stderr: true,
    resourceLimits: LIMITS,
    workerData: { port: port1, settled },
    transferList: [port1],
  };
  try {
    const thread = startOwnThread(() =>
      createWorker(options, [
        ...archiveReader(FILE),
        ...asPreload(),
        ...threadFlags(process.execArgv, env.NODE_OPTIONS),
      ]),
    );
    thread.unref();
    thread.on('error', error => onEnd(thread, errorMessage(error)));
    thread.on('exit', () => onEnd(thread, 'the delivery thread ended'));
    return { thread, port: port2 };
  } catch (error) {
    port2.close();
    throw error;
  }
}

/**
 * Some options belong to threads in one Node.js version and to processes in another, where they already
 * apply.
 */
function createWorker(options: WorkerOptions, execArgv: readonly string[]): Worker {
  const { Worker } = laterModule('worker_threads');
  try {
    return new Worker(FILE, { ...options, execArgv: [...execArgv] });
  } catch (error) {
    const message = errorMessage(error);
    const accepted = execArgv.filter(flag => !message.includes(flag));
    if (
      Reflect.get(Object(error), 'code') !== 'ERR_WORKER_INVALID_EXEC_ARGV' ||
      accepted.length === execArgv.length
    )
      throw error;
    return createWorker(options, accepted);
  }
}
