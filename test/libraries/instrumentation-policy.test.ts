import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { POLICIES } from '../../src/libraries/instrumentation-policy.ts';

const COLLECTION = new URL('../../node_modules/@opentelemetry', import.meta.url).pathname;

/** What binds callbacks upstream although Node.js itself calls them back in the context of the call. */
const NEEDLESS = ['fs'];

/** Switches of upstream's that leave a function before it binds what the function is given. */
const LEAVES_BEFORE_BINDING = ['ignoreConnectSpans'];

describe('what the policy switches off', () => {
  const off = Object.keys(POLICIES).filter(name => POLICIES[name]?.off && !NEEDLESS.includes(name));

  for (const name of off) {
    it(`binds no callback when it is on: ${name}`, () => {
      expect(sourceOf(name)).not.toMatch(/\bcontext\.bind\(/);
    });
  }

  it('is not left to a switch that leaves out binding, too', () => {
    const switches = Object.values(POLICIES).flatMap(({ quiet = {} }) => Object.keys(quiet));

    expect(switches.filter(name => LEAVES_BEFORE_BINDING.includes(name))).toEqual([]);
  });
});

/** All that is published of an instrumentation. */
function sourceOf(name: string): string {
  const folder = join(COLLECTION, `instrumentation-${name}`, 'dist');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.mjs'),
  );
  return files.map(file => readFileSync(join(folder, file), 'utf8')).join('\n');
}
