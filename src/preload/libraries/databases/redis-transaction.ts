/** Ends the span of a command, with its error if it has one. */
type End = (error?: unknown) => void;

/** The part of a command of ioredis that matters here. */
interface Command {
  readonly name: string;
  /** Whether it is sent together with the MULTI before it and the EXEC after it. */
  readonly inTransaction?: boolean;
}

/** The ends of commands that a connection's server has put off until EXEC, in their order. */
const putOff = new WeakMap<object, End[]>();

/**
 * Ends the span of a command that was answered. The answer to a command in a transaction is `QUEUED`. Its
 * outcome is in the answer to EXEC, in which an error rejects nothing.
 */
export function endAnswered(client: object, command: Command, result: unknown, end: End): void {
  if (command.inTransaction && String(result) === 'QUEUED') {
    putOff.set(client, [...(putOff.get(client) ?? []), end]);
    return;
  }
  if (!isExec(command)) {
    end();
    return;
  }
  const results: readonly unknown[] = Array.isArray(result) ? result : [];
  const ends = takeEnds(client);
  for (const [index, endOne] of ends.entries()) endOne(errorOf(results[index]));
  // Commands that were sent one by one have ended before.
  end(ends.length > 0 ? undefined : results.map(errorOf).find(Boolean));
}

/** Ends the span of a command that failed. If EXEC fails, none of the transaction's commands has run. */
export function endFailed(client: object, command: Command, error: unknown, end: End): void {
  if (isExec(command)) for (const endOne of takeEnds(client)) endOne(error);
  end(error);
}

function isExec({ name }: Command): boolean {
  return name.toLowerCase() === 'exec';
}

function takeEnds(client: object): readonly End[] {
  const ends = putOff.get(client) ?? [];
  putOff.delete(client);
  return ends;
}

function errorOf(result: unknown): unknown {
  return result instanceof Error ? result : undefined;
}
