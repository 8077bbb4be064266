import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '../../src/config/configuration.ts';
import { ENCODED_SECRET, PLACES, SECRET, SURROUNDINGS } from '../config/secret-places.ts';
import { createRandom, SECRET as RANDOM_SECRET, randomEnvironment } from '../helpers/random-environments.ts';
import { runDoctor, useEmptyFolder } from './run-doctor.ts';

useEmptyFolder();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SEED = Number(process.env.OTEL_RUN_TEST_SEED ?? Date.now() % 2 ** 31);
const ENVIRONMENTS = 60;

/** Every form of output. */
const FORMS = [['--all'], ['--json', '--all', '--strict']];

async function expectNoSecret(argv: readonly string[], env: Environment): Promise<void> {
  for (const form of FORMS) {
    const { out, error } = await runDoctor([...form, ...argv], env, { folder });
    expect(out + error).not.toContain(SECRET);
    expect(out + error).not.toContain(ENCODED_SECRET);
  }
}

describe('doctor never prints a secret', () => {
  it.each(PLACES)('of $name', async ({ name, values }) => {
    for (const [index, value] of values.entries())
      await expectNoSecret([], { ...SURROUNDINGS[index % SURROUNDINGS.length], [name]: value });
  });

  it(`of a random environment (OTEL_RUN_TEST_SEED=${SEED}), and never crashes or draws`, async () => {
    const random = createRandom(SEED);
    for (let i = 0; i < ENVIRONMENTS; i++) {
      const { env } = randomEnvironment(random, 1000);
      const [text, json] = [await runDoctor(['--all'], env), await runDoctor(['--json', '--all'], env)];
      for (const { code, out, error } of [text, json]) {
        expect(out + error, JSON.stringify(env)).not.toContain(RANDOM_SECRET);
        expect([0, 1], JSON.stringify(env)).toContain(code);
      }
      expect(text.out, JSON.stringify(env)).not.toMatch(/[^\P{Cc}\n]/u);
      expect(JSON.parse(json.out).ok, JSON.stringify(env)).toBe(json.code === 0);
    }
  });

  it('of an endpoint that is probed, where not even the probe can start', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `https://me:${SECRET}@127.0.0.1:1/?key=${SECRET}` };
    await expectNoSecret(['--probe'], env);
  });

  it('of an env file', async () => {
    const lines = PLACES.map(({ name, values }) => `${name}='${values[0]}'`);
    const path = join(folder, 'secrets.env');
    writeFileSync(
      path,
      `${lines.join('\n')}\nDATABASE_URL=postgres://me:${SECRET}@db\nNODE_OPTIONS="--title=${SECRET}\n`,
    );
    await expectNoSecret(['-e', path], {});
  });

  it('of a configuration file that cannot be used', async () => {
    const path = join(folder, 'otel.yaml');
    writeFileSync(path, `file_format: "1.0"\nheaders: authorization: ${SECRET}\n`);
    await expectNoSecret([], { OTEL_CONFIG_FILE: path });
  });

  it('of scripts, containers and a command', async () => {
    const script = `OTEL_EXPORTER_OTLP_HEADERS=a=${SECRET} otel-run -s api node a.js --key=${SECRET}`;
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start: script, work: script } }));
    writeFileSync(join(folder, 'Procfile'), `web: ${script}\n`);
    writeFileSync(
      join(folder, 'Dockerfile'),
      `ENV TOKEN=${SECRET}\nCMD ["otel-run", "node", "${SECRET}.js"]\n`,
    );
    await expectNoSecret(['--', process.execPath, 'a.js', `--token=${SECRET}`], {
      NODE_OPTIONS: `--title=${SECRET} --require dd-trace/init`,
      DATABASE_URL: `postgres://me:${SECRET}@db`,
    });
  });

  it('of an option that it does not know', async () => {
    const { out, error } = await runDoctor([`--header=authorization=${SECRET}`], {});
    expect(error).toContain("unknown option '--header=<redacted>'");
    expect(out + error).not.toContain(SECRET);
  });
});
