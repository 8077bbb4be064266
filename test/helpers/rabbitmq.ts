import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { findProgram, freePort, untilItWorks } from './servers.ts';

/** A RabbitMQ of its own for one test file, on the loopback interface. */
export interface RabbitMq {
  readonly url: string;
  close(): Promise<void>;
}

/** Not the one on the PATH, which runs as a user of its own alone. */
export const RABBITMQ_SERVER = {
  path: findProgram('rabbitmq-server', ['/usr/lib/rabbitmq/bin']),
  package: 'rabbitmq-server',
};

/** Starts a server, with Erlang's port mapper that it needs, and waits until it takes connections. */
export async function startRabbitMq(program = RABBITMQ_SERVER.path ?? ''): Promise<RabbitMq> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-rabbitmq-'));
  const [port, distributionPort, mapperPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `otel-run-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
    // The script then becomes the server, in place of starting it.
    RABBITMQ_ALLOW_INPUT: 'true',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-noinput -kernel inet_dist_use_interface {127,0,0,1} +S 1:1',
  };
  writeFileSync(env.RABBITMQ_ENABLED_PLUGINS_FILE, '[].');
  const mapper = spawn('epmd', ['-port', env.ERL_EPMD_PORT], { env, stdio: 'ignore' });
  const server = spawn(program, [], { env, cwd: folder, stdio: 'ignore' });
  const url = `amqp://127.0.0.1:${port}`;
  const close = async () => {
    await Promise.all([killed(server), killed(mapper)]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilItWorks(async () => (await connect(url)).close());
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
