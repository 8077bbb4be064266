import type { Span, Tracer } from '@opentelemetry/api';
import type { TracedOperation, TraceMessage } from '../../channel-spans.ts';
import { redisCommand } from '../query/redis-command.ts';
import { endAnswered, endFailed } from '../redis-transaction.ts';
import {
  type PublishedOperations,
  recordPublished,
  type ServerMessage,
  startPublished,
} from './start-published.ts';

interface Message extends ServerMessage {
  readonly command: string;
  /** With `?` for what the client itself takes for a value. */
  readonly args: readonly string[];
}

interface Batch extends ServerMessage {
  readonly batchMode: 'MULTI' | 'PIPELINE';
  readonly batchSize: number;
}

/** ioredis publishes its commands since version 5.11. */
export function ioredisOperations(tracer: Tracer): PublishedOperations<'ioredis'> {
  const transactions = new WeakMap<object, object>();
  let current: object | undefined;
  const command: TracedOperation<Message> = {
    start(message) {
      const { command, args } = message;
      current = command === 'multi' ? openTransaction(() => (current = undefined)) : current;
      if (current) transactions.set(message, current);
      if (command === 'exec') current = undefined;
      const text = redisCommand(command, args);
      return startPublished(tracer, { system: 'redis', operation: command, text }, message);
    },
    finish(span, message) {
      return finishCommand(span, message, transactions.get(message));
    },
  };
  return { 'ioredis:command': command };
}

/** A transaction, whose commands are sent at once. */
function openTransaction(close: () => void): object {
  queueMicrotask(close);
  return {};
}

/** In a transaction, a command ends with the answer to EXEC. */
function finishCommand(
  span: Span,
  { command, error, result }: Message & TraceMessage,
  transaction: object | undefined,
): boolean {
  const end = (failure?: unknown) => {
    recordPublished(span, failure);
    span.end();
  };
  const sent = { name: command, inTransaction: transaction !== undefined };
  if (error === undefined) endAnswered(transaction ?? {}, sent, result, end);
  else endFailed(transaction ?? {}, sent, error, end);
  return false;
}

/** node-redis publishes its commands since version 5.12. Of a transaction, it tells only the number of commands. */
export function nodeRedisOperations(tracer: Tracer): PublishedOperations<'@redis/client'> {
  const command: TracedOperation<Message> = {
    start(message) {
      const [, ...args] = message.args;
      const { command } = message;
      const text = redisCommand(command, args);
      return startPublished(tracer, { system: 'redis', operation: command, text }, message);
    },
    finish: (span, { error }) => recordPublished(span, error),
  };
  const batch: TracedOperation<Batch> = {
    start: ({ batchMode, batchSize, ...server }) =>
      batchMode === 'MULTI'
        ? startPublished(tracer, { system: 'redis', operation: 'MULTI', batchSize }, server)
        : undefined,
    finish: (span, { error, result }) => recordPublished(span, error ?? refusedOf(result)),
  };
  return { 'node-redis:command': command, 'node-redis:batch': batch };
}

/** The answer to a transaction holds the errors of its commands. */
function refusedOf(answers: unknown): unknown {
  return Array.isArray(answers) ? answers.find(answer => answer instanceof Error) : undefined;
}
