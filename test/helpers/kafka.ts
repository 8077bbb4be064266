import { spawn } from 'node:child_process';
import { findProgram } from './servers.ts';

/** A broker of its own for one test file, on the loopback interface. */
export interface KafkaBroker {
  /** `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

export const KCAT = { path: findProgram('kcat'), package: 'kafkacat' };

const PATIENCE = 30_000;

/**
 * Starts the mock broker of librdkafka, within a producer that sends nothing: it speaks Kafka's protocol, with consumer
 * groups and headers, and makes a topic when it is first asked for. It has no administration.
 */
export function startKafka(program = KCAT.path ?? ''): Promise<KafkaBroker> {
  const settings = ['test.mock.num.brokers=1', 'debug=mock'].flatMap(setting => ['-X', setting]);
  const broker = spawn(program, [...settings, '-b', 'replaced:1', '-P', '-t', 'unused'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>(resolve => broker.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      broker.kill('SIGKILL');
      reject(new Error(`the broker did not say where it listens:\n${said}`));
    }, PATIENCE);
    broker.stderr.setEncoding('utf8').on('data', text => {
      if (said.length < 10_000) said += text;
      const address = /bootstrap\.servers=([\d.]+:\d+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve({
        address,
        async close() {
          broker.kill('SIGKILL');
          await ended;
        },
      });
    });
  });
}
