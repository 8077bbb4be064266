import { EventEmitter } from 'node:events';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { bindCallbacks, bindLastFunction, bound, replaceMethods } from './bind-calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/** For ldapjs: all requests share one socket, which belongs to the request that opened it. */
export function bindLdapClient({ Client }: Exports): void {
  bindCallbacks(
    Client?.prototype,
    ...['abandon', 'add', 'bind', 'compare', 'del', 'exop', 'modify', 'modifyDN', 'starttls', 'unbind'],
  );
  bindAnswers(Client?.prototype, 'search');
}

/** For ssh2: the same, for commands that a connection runs. */
export function bindSshClient({ prototype }: Exports): void {
  bindAnswers(prototype, 'exec', 'shell', 'subsys', 'sftp', 'forwardOut', 'openssh_forwardOutStreamLocal');
  bindCallbacks(prototype, 'forwardIn', 'unforwardIn');
}

/** For ssh2: the same, for requests in an SFTP session. */
export function bindSftp({ SFTP }: Exports): void {
  bindCallbacks(
    SFTP?.prototype,
    ...['open', 'close', 'read', 'write', 'fastGet', 'fastPut', 'readFile', 'writeFile', 'appendFile'],
    ...['exists', 'unlink', 'rename', 'mkdir', 'rmdir', 'readdir', 'opendir', 'stat', 'lstat', 'fstat'],
    ...['setstat', 'fsetstat', 'utimes', 'futimes', 'chown', 'fchown', 'chmod', 'fchmod', 'readlink'],
    ...['symlink', 'realpath'],
  );
}

/** For socket.io, on both sides: the other side's answer to an event. */
export function bindAcknowledgements({ Socket }: Exports): void {
  bindLastFunction(Socket?.prototype, 'emit');
}

/** For nats before version 2: the same, including messages of a subscription. */
export function bindNats(nats: Exports): void {
  replaceMethods(nats, ['connect'], (original, self, values) => {
    const client = context.with<unknown[], typeof original>(ROOT_CONTEXT, original, self, ...values);
    bindLastFunction(
      Object.getPrototypeOf(client),
      ...['publish', 'subscribe', 'request', 'requestOne', 'flush', 'drain', 'drainSubscription', 'timeout'],
    );
    return client;
  });
}

/** For nodemailer: its pool sends queued mail when a connection is free, and calls back from there. */
export function bindTransports(nodemailer: Exports): void {
  replaceMethods(nodemailer, ['createTransport'], (original, self, values) => {
    const mailer = Reflect.apply(original, self, values);
    bindLastFunction(mailer as object | undefined, 'sendMail', 'verify');
    return mailer;
  });
}

/**
 * Binds the callbacks of methods, and emitters and streams that they call back with, to the caller's context.
 */
function bindAnswers(target: object | undefined, ...methods: readonly string[]): void {
  replaceMethods(target, methods, (original, self, values) =>
    Reflect.apply(original, self, values.map(boundWithEvents)),
  );
}

function boundWithEvents(value: unknown): unknown {
  if (typeof value !== 'function') return value;
  const active = context.active();
  return bound(
    new Proxy(value as (...values: unknown[]) => unknown, {
      apply(target, self, values: unknown[]) {
        for (const given of values) {
          for (const answer of [given, (given as { stderr?: unknown } | undefined)?.stderr]) {
            if (answer instanceof EventEmitter) context.bind(active, answer);
          }
        }
        return Reflect.apply(target, self, values);
      },
    }),
  );
}
