/** Commands with which a MongoDB client opens, keeps and closes its connections and sessions. */
const MONGODB =
  /^(?:hello|isMaster|ping|saslStart|saslContinue|authenticate|getnonce|logout|endSessions|killCursors)$/i;

/**
 * Commands with which a Redis client opens and keeps its connections, and with which a queue waits for its
 * next job and takes it. A client also asks sentinels and clusters where their servers are.
 */
const REDIS =
  /^(?:AUTH|HELLO|CLIENT|SELECT|INFO|READONLY|CLUSTER|SENTINEL|ROLE|COMMAND|PING|QUIT|SCRIPT|EVAL\w*|FCALL\w*|B[LRZ]M?POP\w*|BLMOVE|WAIT\w*|XREAD\w*|XAUTOCLAIM|[PS]?(?:UN)?SUBSCRIBE)\b/i;

/**
 * Whether a command outside all requests and units of work is a client's or a queue's own. Such commands
 * repeat, and do not show the application's work.
 *
 * @param command `db.operation.name`
 */
export function isUpkeep(system: 'mongodb' | 'redis', command: unknown): boolean {
  return (system === 'mongodb' ? MONGODB : REDIS).test(String(command));
}
