import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_CHANNELS } from '../../src/libraries/published-channels.ts';

const PACKAGES = new URL('../../node_modules', import.meta.url).pathname;

/** Where `scripts/install-databases.sh` installs what is too large for `npm ci`. */
const DATABASES = new URL('../.frameworks/databases/node_modules', import.meta.url).pathname;

/** What a package that publishes calls its channels, and which of them otel-run leaves out. */
interface Publishing {
  readonly name: keyof typeof PUBLISHED_CHANNELS;
  /** The package that has the code. */
  readonly within?: string;
  readonly begins: string;
  readonly leftOut?: readonly string[];
}

const ROWS: readonly Publishing[] = [
  {
    name: '@redis/client',
    begins: 'node-redis:',
    leftOut: [
      'node-redis:connect',
      // What is no operation.
      ...['connection:ready', 'connection:closed', 'connection:relaxed-timeout', 'connection:handoff'],
      ...['error', 'maintenance', 'pubsub', 'cache:request', 'cache:eviction', 'command:reply'],
      'pool:connection-wait',
    ].map(name => name.replace(/^(?!node-redis:)/, 'node-redis:')),
  },
  { name: 'ai', begins: 'ai:' },
  { name: 'express', within: 'router', begins: 'express.' },
  // Upstream's instrumentation adds hooks of its own, which see more than the handler.
  { name: 'fastify', begins: 'fastify.', leftOut: ['fastify.request.handler'] },
  {
    name: 'graphql',
    begins: 'graphql:',
    // Parts of an operation.
    leftOut: ['graphql:execute:rootSelectionSet', 'graphql:execute:variableCoercion', 'graphql:resolve'],
  },
  { name: 'h3', begins: 'h3.' },
  // A batch is told again, command by command.
  { name: 'ioredis', begins: 'ioredis:', leftOut: ['ioredis:batch', 'ioredis:connect'] },
  // It asks for each document.
  { name: 'mongoose', begins: 'mongoose:', leftOut: ['mongoose:cursor:next'] },
  {
    name: 'mssql',
    begins: 'mssql:',
    leftOut: [
      // Those of requests: their part listens to them from the first connection on.
      ...['query', 'batch', 'execute', 'bulk', 'prepared-statement:prepare', 'prepared-statement:execute'],
      ...['pool:acquire', 'pool:close', 'prepared-statement:unprepare', 'request:cancel'],
      ...['acquire', 'create', 'destroy', 'release'].map(name => `connection:${name}`),
      ...['begin', 'commit', 'rollback'].map(name => `transaction:${name}`),
    ].map(name => `mssql:${name}`),
  },
  { name: 'mysql2', begins: 'mysql2:', leftOut: ['mysql2:connect'] },
];

describe('the channels of a package', () => {
  it('are those of each package in the table', () => {
    expect(ROWS.map(({ name }) => name)).toEqual(Object.keys(PUBLISHED_CHANNELS));
  });

  it.each(ROWS.filter(({ name, within = name }) => folderOf(within)))(
    'are in the table or left out for a reason: $name',
    ({ name, within = name, begins, leftOut = [] }) => {
      const published = channelsIn(sourceOf(within)).filter(channel => channel.startsWith(begins));

      expect(published).toEqual([...PUBLISHED_CHANNELS[name], ...leftOut].sort());
    },
  );
});

/** Names that are given to a function that makes a channel, or to a constant. */
function channelsIn(source: string): readonly string[] {
  const names = source.matchAll(/(?:[cC]hannel\(|\b[A-Z]+(?:_[A-Z]+)*(?:: | = ))['"]([\w.:-]+)['"]/g);
  return [...new Set([...names].map(([, name = '']) => name))].sort();
}

function folderOf(name: string): string | undefined {
  return [PACKAGES, DATABASES].map(folder => join(folder, name)).find(folder => existsSync(folder));
}

/** All that is published of a package. */
function sourceOf(name: string): string {
  const folder = folderOf(name) ?? '';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter(file => /^(?!node_modules|(?:.*[\\/])?tests?[\\/]).*\.[cm]?js$/.test(file));
  return sources.map(file => readFileSync(join(folder, file), 'utf8')).join('\n');
}
