import { expect, it } from 'vitest';
import { redisCommand } from '../../../../src/preload/libraries/databases/query/redis-command.ts';

it.each([
  { command: 'get', args: ['key'], told: 'GET key' },
  { command: 'SET', args: ['key', 'secret', 'EX', '60'], told: 'SET key ? ? ?' },
  { command: 'MSET', args: ['a', 'secret', 'b', 'secret'], told: 'MSET a ? ? ?' },
  { command: 'del', args: ['a', 'b'], told: 'DEL a b' },
  { command: 'HSET', args: ['key', 'field', 'secret'], told: 'HSET key field ?' },
  { command: 'AUTH', args: ['secret'], told: 'AUTH ?' },
  { command: 'HELLO', args: ['3', 'AUTH', 'default', 'secret'], told: 'HELLO ? ? ? ?' },
  { command: 'CONFIG', args: ['SET', 'requirepass', 'secret'], told: 'CONFIG ? ? ?' },
  { command: 'CONFIG SET', args: ['requirepass', 'secret'], told: 'CONFIG SET ? ?' },
  { command: 'EVALSHA', args: ['abc', '1', 'key', 'secret'], told: 'EVALSHA ? ? ? ?' },
  { command: 'GETSET', args: ['key', 'secret'], told: 'GETSET key ?' },
  { command: 'PING', args: undefined, told: 'PING' },
  { command: 'unknown', args: [Buffer.from('key'), Buffer.from('secret')], told: 'UNKNOWN key ?' },
])('a command of Redis is told without its values: $command', ({ command, args, told }) => {
  expect(redisCommand(command, args)).toBe(told);
});
