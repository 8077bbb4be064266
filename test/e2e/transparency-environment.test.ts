import { describe, expect, it } from 'vitest';
import { LAUNCHES, launchedBy } from '../helpers/launches.ts';
import { run } from '../helpers/processes.ts';

const ADDED = /^(?:OTEL_\w+|NODE_OPTIONS)=/;

for (const launch of LAUNCHES) {
  describe(`the environment of a command ${launch.title}`, () => {
    it('is as bare, but for variables of OpenTelemetry and NODE_OPTIONS', async () => {
      const options = { ...launch.options, env: { 'WITH.DOT': '1', EMPTY: '', MULTI: 'a\nb', lower: 'x=y' } };

      const bare = await run(['env', '-0'], options);
      const byOtelRun = await run(launchedBy(launch, ['env', '-0']), options);

      const variables = byOtelRun.stdout.split('\0').sort();
      expect(variables.filter(variable => !ADDED.test(variable))).toEqual(bare.stdout.split('\0').sort());
      expect(variables.filter(variable => variable.startsWith('NODE_OPTIONS='))).toHaveLength(1);
      expect(variables).toContain('OTEL_SERVICE_NAME=launched');
    });
  });
}
