// Counts the calls of each library in the tables that tests run.
import { readFileSync } from 'node:fs';
import { compiled } from './compiled.mjs';

const { DATABASE_ROWS } = await compiled('test/e2e/database-rows.ts');
const { AI_CALLS } = await compiled('test/e2e/ai-calls.ts');
const { ROWS: WORK_ROWS } = await compiled('test/e2e/work-library-rows.ts');

/** Names of calls that get or send more than one answer, row, message or command. */
const MANY = /stream|cursor|iterate|forEach|copy|batch|several|pipeline|one by one|few/i;

/** The packages of the clients in the table of calls. */
const AI_PACKAGES = {
  openai: 'openai',
  anthropic: '@anthropic-ai/sdk',
  google: '@google/genai',
  ai: 'ai',
};

/** The rows of docs/libraries.md for these clients. */
const AI_NAMES = { google: 'google-genai' };

/** @param calls pairs of a call's name and whether it fails */
function count(names, versions, calls) {
  const fail = calls.filter(([, fails]) => fails).length;
  const many = calls.filter(([name]) => MANY.test(name)).length;
  return { names, versions, succeed: calls.length - fail, fail, many };
}

export function databases() {
  const root = read('package.json').devDependencies;
  const apart = read('test/fixtures/databases/package.json').dependencies;
  return DATABASE_ROWS.map(({ names, installed, isApart, expected, together = {} }) => {
    const version = installed ? versionOf((isApart ? apart : root)[installed]) : 'Node.js';
    const calls = Object.entries({ ...expected, ...together });
    return count(
      names,
      version,
      calls.map(([name, spans]) => [name, spans.some(({ error }) => error !== undefined)]),
    );
  });
}

export function clients() {
  const newest = read('package.json').devDependencies;
  const before = read('test/fixtures/apps/ai/previous/package.json').dependencies;
  return Object.entries(AI_PACKAGES).map(([client, name]) => {
    const calls = Object.entries(AI_CALLS).filter(([call]) => call.startsWith(`${client}: `));
    const versions = [before[name], newest[name]].map(versionOf).join(', ');
    return count(
      [AI_NAMES[client] ?? client],
      versions,
      calls.map(([call, spans]) => [call, spans.some(({ status }) => status !== undefined)]),
    );
  });
}

export function jobs() {
  const installed = read('test/fixtures/apps/work/versions.json');
  const libraries = [...new Set(WORK_ROWS.map(({ library }) => library))];
  return libraries.map(library => {
    const rows = WORK_ROWS.filter(row => row.library === library);
    const folders = [...new Set(rows.flatMap(row => row.folders))];
    const versions = folders.map(folder => installed[folder][library]).sort(byNumber);
    const calls = new Map(
      rows.flatMap(({ program, units }) =>
        Object.entries(units).map(([job, { attributes = {} }]) => [
          `${program} ${job}`,
          'error.type' in attributes,
        ]),
      ),
    );
    return count([rowOf(library)], versions.join(', '), [...calls]);
  });
}

/** The name of a library in its row. */
const rowOf = library => WORK_NAMES[library] ?? library;

const WORK_NAMES = { '@nats-io/transport-node': 'nats', '@nestjs/schedule': 'nest-schedule' };

const byNumber = new Intl.Collator('en', { numeric: true }).compare;

const versionOf = wanted => wanted.replace(/^npm:.*@/, '');

function read(path) {
  return JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
}
