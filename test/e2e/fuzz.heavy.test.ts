import { describe, expect, it } from 'vitest';
import { findingWords } from '../../src/config/finding.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import { type ValidationFacts, validateConfiguration } from '../../src/config/validate/validate.ts';
import { findVariable } from '../../src/config/variables/variables.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import {
  createRandom,
  type RandomEnvironment,
  randomEnvironment,
  SECRET,
} from '../helpers/random-environments.ts';
import { isThorough } from '../helpers/thorough.ts';

const SEED = Number(process.env.OTEL_RUN_TEST_SEED ?? Date.now() % 2 ** 31);

const CONFIGURATIONS = 2000;
const STARTS = isThorough ? 100 : 30;
const AT_A_TIME = 2;

/** Characters of a value: the kernel takes 131,071 bytes of a variable, its name included. */
const LONGEST = 30_000;

const REFUSED = 125;

const FACTS: ValidationFacts = { certificateProblem: () => 'unreadable' };

/** What OpenTelemetry was set to use it for decides whether a variable counts; these decide that. */
const DECIDES_FOR_OTHERS = /EXPORTER$|DISABLED$|_CONFIG_FILE$/;

describe(`a random environment (OTEL_RUN_TEST_SEED=${SEED})`, () => {
  it('is resolved and judged without a crash, a secret in the words, or an unusable value that is not named', () => {
    const random = createRandom(SEED);
    for (let i = 0; i < CONFIGURATIONS; i++) {
      const { env, unusable } = randomEnvironment(random, LONGEST);
      const configuration = resolveConfiguration({ flags: {}, env: { OTEL_SERVICE_NAME: 'fuzz', ...env } });
      const findings = validateConfiguration(configuration, FACTS);
      const said = findings.map(
        finding => `${finding.subject} ${Object.values(findingWords(finding)).join(' ')}`,
      );

      expect(said.join('\n'), JSON.stringify(env)).not.toContain(SECRET);
      if (configuration.disabled.on) continue;
      for (const name of unusable.filter(candidate => counts(candidate, env))) {
        expect(said.join('\n'), JSON.stringify(env)).toContain(name);
      }
    }
  });

  it('starts or is refused, ends as bare, and shows no secret', async () => {
    const random = createRandom(SEED);
    const environments = Array.from({ length: STARTS }, () => randomEnvironment(random, LONGEST));
    const next = environments.entries();
    await Promise.all(Array.from({ length: AT_A_TIME }, () => startEach(next)));
  }, 600_000);
});

async function startEach(environments: Iterable<[number, RandomEnvironment]>): Promise<void> {
  for (const [index, { env }] of environments) {
    const argv = [process.execPath, 'one-span.cjs'];
    const all = { OTEL_SERVICE_NAME: 'fuzz', ...env, OTEL_RUN_FLUSH_TIMEOUT: '50' };
    const bare = await run(argv, { env: all });
    const wrapped = await run(withBrokenBytes(byOtelRun(argv), index), { env: all });

    const about = `${JSON.stringify(env)}\n${wrapped.stderr}`;
    // What the user has printed is telemetry, resource attributes and all.
    const said = printsTelemetry(env) ? wrapped.stderr : wrapped.stdout + wrapped.stderr;
    expect(said, about).not.toContain(SECRET);
    expect([bare.code, REFUSED], about).toContain(wrapped.code);
    if (wrapped.code === REFUSED) expect(wrapped.stderr, about).toContain('OTEL_');
    else expect(wrapped.stdout, about).toContain(bare.stdout);
  }
}

/** Every third process also gets a variable that is no UTF-8, which a JavaScript string cannot hold. */
function withBrokenBytes(argv: readonly string[], index: number): readonly string[] {
  if (index % 3 !== 0) return argv;
  const name = ['OTEL_RESOURCE_ATTRIBUTES', 'OTEL_BSP_SCHEDULE_DELAY', 'OTEL_PROPAGATORS'][(index / 3) % 3];
  return ['sh', '-c', `export ${name}="$(printf 'a=\\377\\376\\200')"; exec "$@"`, 'sh', ...argv];
}

function counts(name: string, env: Readonly<Record<string, string>>): boolean {
  const { group, signal, unsupported } = findVariable(name) ?? {};
  if (unsupported) return false;
  if (group === 'otel-run') return true;
  return (
    signal !== 'metrics' &&
    !Object.keys(env).some(other => DECIDES_FOR_OTHERS.test(other)) &&
    !isDevelopment(env)
  );
}

function printsTelemetry(env: Readonly<Record<string, string>>): boolean {
  return Object.entries(env).some(([name, value]) => /_EXPORTER$/.test(name) && value.includes('console'));
}

/** Where nothing exports logs by default. */
function isDevelopment({ NODE_ENV, OTEL_RUN_DEVELOPMENT }: Readonly<Record<string, string>>): boolean {
  return NODE_ENV !== undefined || OTEL_RUN_DEVELOPMENT !== undefined;
}
