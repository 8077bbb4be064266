/** Commands that take only keys, or no value before the last shown argument: how many arguments are shown. */
const SHOWN: Readonly<Record<string, number>> = {
  DEL: Infinity,
  UNLINK: Infinity,
  EXISTS: Infinity,
  MGET: Infinity,
  TOUCH: Infinity,
  WATCH: Infinity,
  RENAME: 2,
  RENAMENX: 2,
  SINTER: Infinity,
  SUNION: Infinity,
  SDIFF: Infinity,
  PFCOUNT: Infinity,
  SUBSCRIBE: Infinity,
  PSUBSCRIBE: Infinity,
  SCAN: Infinity,
  HSCAN: Infinity,
  SSCAN: Infinity,
  ZSCAN: Infinity,
  HGET: 2,
  HMGET: Infinity,
  HEXISTS: 2,
  HDEL: Infinity,
  HSET: 2,
  HINCRBY: 2,
};

/** Commands whose first argument is not a key: a password, a script, a setting, a value. */
const WITHOUT_KEY =
  /^(?:AUTH|HELLO|ACL|CONFIG|CLIENT|ECHO|PING|EVAL\w*|FCALL\w*|FUNCTION|SCRIPT|MIGRATE|MODULE|DEBUG|REPLICAOF|SLAVEOF|SELECT)\b/;

/**
 * A Redis command in publishable form: with its keys, and `?` for each value.
 *
 * @param args its arguments, strings or bytes
 */
export function redisCommand(command: unknown, args: readonly unknown[] = []): string {
  const name = String(command).toUpperCase();
  const shown = WITHOUT_KEY.test(name) ? 0 : (SHOWN[name] ?? 1);
  const words = args.map((value, index) => (index < shown ? String(value) : '?'));
  return [name, ...words].join(' ');
}
