/** Commands by which a client of MongoDB opens, keeps and closes its connections and sessions. */
const MONGODB =
  /^(?:hello|isMaster|ping|saslStart|saslContinue|authenticate|getnonce|logout|endSessions|killCursors)$/i;

/**
 * Commands by which a client of Redis opens and keeps its connections, and those by which a queue waits for its next job
 * and takes it.
 */
const REDIS =
  /^(?:AUTH|HELLO|CLIENT|SELECT|INFO|READONLY|CLUSTER|COMMAND|PING|QUIT|SCRIPT|EVAL\w*|FCALL\w*|B[LRZ]M?POP\w*|BLMOVE|WAIT\w*|XREAD\w*|XAUTOCLAIM|[PS]?(?:UN)?SUBSCRIBE)\b/i;

/**
 * Whether a command that no request and no unit of work asks for is a client's or a queue's own: it comes again and again,
 * and says nothing of what the application does.
 *
 * @param command `db.operation.name`
 */
export function isUpkeep(system: 'mongodb' | 'redis', command: unknown): boolean {
  return (system === 'mongodb' ? MONGODB : REDIS).test(String(command));
}
