import { expect, it } from 'vitest';
import { mayBeStripped } from '../../../src/preload/decide/stripped-environment.ts';
import { explainStripped } from '../../../src/preload/decide/stripped-reason.ts';

const PRELOAD = '/app/node_modules/otel-run/dist/preload.cjs';
const NODE_OPTIONS = `--require ${PRELOAD} --enable-source-maps`;

it.each([
  { name: 'turbo', env: { NODE_OPTIONS, TURBO_HASH: 'a1' }, says: 'globalPassThroughEnv' },
  {
    name: 'turbo that passes the name on alone',
    env: { NODE_OPTIONS, TURBO_HASH: 'a1', OTEL_SERVICE_NAME: 'api' },
    says: 'globalPassThroughEnv',
  },
  {
    name: 'something else',
    env: { NODE_OPTIONS },
    says: 'let the program between otel-run and this process pass OTEL_* on',
  },
  {
    name: 'turbo that passes all on',
    env: { NODE_OPTIONS, TURBO_HASH: 'a1', OTEL_RUN_DEFAULTED: '' },
    says: undefined,
  },
  {
    name: 'what somebody set up without otel-run',
    env: { NODE_OPTIONS, OTEL_SERVICE_NAME: 'api' },
    says: undefined,
  },
  { name: 'a preload by hand', env: { NODE_OPTIONS: '--require otel-run/preload' }, says: undefined },
  { name: 'no options', env: { TURBO_HASH: 'a1' }, says: undefined },
])('tells of an environment that was stripped by $name: $says', ({ env, says }) => {
  const said = mayBeStripped(env, () => PRELOAD) ? explainStripped(env) : undefined;

  if (says === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(says);
});
