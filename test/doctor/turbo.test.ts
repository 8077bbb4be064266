import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { turboFindings } from '../../src/doctor/turbo.ts';

const scripts = {
  start: 'turbo run start --filter=api',
  dev: 'TURBO_X=1 npx turbo dev',
  all: 'npm run start',
  plain: 'node .',
};

it.each([
  { command: 'turbo run start', found: ['turbo.json'] },
  { command: 'npx turbo run start', found: ['turbo.json'] },
  { command: 'pnpm exec turbo start', found: ['turbo.json'] },
  { command: './node_modules/.bin/turbo start', found: ['turbo.json'] },
  { command: 'npm start', found: ['turbo.json'] },
  { command: 'npm run dev', found: ['turbo.json'] },
  { command: 'yarn all', found: ['turbo.json'] },
  { command: 'npm run plain', found: [] },
  { command: 'node server.js turbo', found: [] },
  { command: 'turbo run start --env-mode=loose', found: [] },
  { command: 'turbo run start --env-mode loose', found: [] },
  { command: 'turbo run start', env: { TURBO_ENV_MODE: 'loose' }, found: [] },
  {
    command: 'turbo run start',
    turbo: '{ // all of it\n "globalPassThroughEnv": ["CI", "OTEL_*"] }',
    found: [],
  },
  { command: 'turbo run start', turbo: '{ "globalPassThroughEnv": ["CI"] }', found: ['turbo.json'] },
  { command: 'turbo run start', turbo: '{ "envMode": "loose" }', found: [] },
])('finds for $command and $turbo $found', ({ command, env = {}, turbo = '{}', found }) => {
  const folder = mkdtempSync(join(tmpdir(), 'turbo-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'turbo.json'), turbo);

  const findings = turboFindings(command.split(' '), folder, { scripts }, env);

  expect(findings.map(({ code, subject }) => [code, subject])).toEqual(
    found.map(subject => ['environment-stripped', subject]),
  );
});
