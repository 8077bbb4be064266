import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import { VARIABLES } from '../../src/config/variables/variables.ts';
import { readBatchOptions } from '../../src/preload/delivery/batch-options.ts';
import { codesOf, HEALTHY } from './describe-findings.ts';

/** Values as people write them, and the boolean that each is; undefined: the default holds. */
const BOOLEANS: readonly { text: string; meaning: boolean | undefined; isValid: boolean }[] = [
  { text: 'true', meaning: true, isValid: true },
  { text: 'TRUE', meaning: true, isValid: true },
  { text: ' True ', meaning: true, isValid: true },
  { text: 'false', meaning: false, isValid: true },
  { text: 'False', meaning: false, isValid: true },
  { text: '', meaning: undefined, isValid: true },
  { text: '  ', meaning: undefined, isValid: true },
  { text: '1', meaning: false, isValid: false },
  { text: '0', meaning: false, isValid: false },
  { text: 'yes', meaning: false, isValid: false },
  { text: '"true"', meaning: false, isValid: false },
];

/** What the preload makes of each boolean of otel-run that it reads. */
const READ_BY_PRELOAD: Readonly<Record<string, (settings: Settings) => boolean>> = {
  OTEL_RUN_DISABLED: settings => settings.disabled,
  OTEL_SDK_DISABLED: settings => settings.disabled,
  OTEL_RUN_WORKER_THREADS: settings => settings.workerThreads,
  OTEL_RUN_DELIVERY_THREAD: settings => settings.deliveryThread,
  OTEL_RUN_LOG_CORRELATION: settings => settings.logCorrelation,
  OTEL_RUN_CONSOLE_LOGS: settings => settings.consoleLogs,
  OTEL_RUN_STDOUT_LOGS: settings => settings.stdoutLogs,
  OTEL_RUN_DEVELOPMENT: settings => settings.development,
};

/** What the command line makes of those that it reads itself. */
const READ_BY_COMMAND_LINE: Readonly<Record<string, (env: Record<string, string>) => boolean>> = {
  OTEL_RUN_DISABLED: env => resolveConfiguration({ flags: {}, env }).disabled.on,
  OTEL_SDK_DISABLED: env => resolveConfiguration({ flags: {}, env }).disabled.on,
  OTEL_RUN_DEVELOPMENT: env => resolveConfiguration({ flags: {}, env }).development.on,
  OTEL_RUN_FAIL_OPEN: env => resolveConfiguration({ flags: {}, env }).failOpen,
};

const defaultOf = (name: string) => VARIABLES.find(variable => variable.name === name)?.default === 'true';
const booleans = [...new Set([...Object.keys(READ_BY_PRELOAD), ...Object.keys(READ_BY_COMMAND_LINE)])];

describe.each(booleans)('%s', name => {
  it.each(BOOLEANS)(
    'as $text is read alike by doctor, by the command line and by the preload',
    ({ text, meaning, isValid }) => {
      const env = { [name]: text };
      const expected = meaning ?? defaultOf(name);
      const written = { ...env, ...resolveConfiguration({ flags: {}, env }).environmentChanges };
      expect(READ_BY_COMMAND_LINE[name]?.(env) ?? expected).toBe(expected);
      expect(READ_BY_PRELOAD[name]?.(readSettings(env)) ?? expected).toBe(expected);
      expect(READ_BY_PRELOAD[name]?.(readSettings(written)) ?? expected).toBe(expected);
      const invalid = codesOf({ env: { ...HEALTHY, ...env } }).filter(code =>
        code.startsWith('boolean-invalid'),
      );
      expect(invalid).toEqual(isValid ? [] : [`boolean-invalid ${name}`]);
    },
  );
});

it('every boolean of otel-run is read in one of these ways', () => {
  const own = VARIABLES.filter(({ group, type }) => group === 'otel-run' && type === 'boolean');
  expect(own.map(({ name }) => name).filter(name => !booleans.includes(name))).toEqual([]);
});

it.each(['OTEL_BSP', 'OTEL_BLRP'] as const)(
  'the numbers of %s that doctor calls invalid are those that the preload ignores',
  prefix => {
    const signal = prefix === 'OTEL_BSP' ? 'traces' : 'logs';
    const defaults = readBatchOptions({}, signal);
    for (const suffix of ['SCHEDULE_DELAY', 'MAX_QUEUE_SIZE', 'MAX_EXPORT_BATCH_SIZE']) {
      for (const value of ['0', '-1', '5s', '1', '100', '1e2', ' 7 ', '', 'x']) {
        const env = { [`${prefix}_${suffix}`]: value };
        const isInvalid = codesOf({ env: { ...HEALTHY, ...env } }).some(code =>
          code.startsWith('number-invalid'),
        );
        const holds = JSON.stringify(readBatchOptions(env, signal)) === JSON.stringify(defaults);
        expect([suffix, value, isInvalid || value === '']).toEqual([suffix, value, holds]);
      }
    }
  },
);
