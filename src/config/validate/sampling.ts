import type { Configuration } from '../configuration.ts';
import { exportersOf } from '../effective.ts';
import { type Finding, finding } from '../finding.ts';
import { parseSampling, parseSamplingRate } from '../parse/sampling.ts';
import { samplingInWords, unreachableRules } from '../sampling-words.ts';

const NAME = 'OTEL_RUN_SAMPLING';

/**
 * Reports sampling rules that are unreadable or never apply, what the others mean, and a limit that is not a
 * rate.
 */
export function validateSampling(configuration: Configuration): readonly Finding[] {
  return [...rulesFindings(configuration), ...limitFindings(configuration)];
}

function rulesFindings(configuration: Configuration): readonly Finding[] {
  const { settings } = configuration;
  const { rules, problems } = parseSampling(settings.get(NAME)?.value);
  if (problems.length > 0)
    return problems.map(({ text, position, problem }) =>
      finding('sampling-invalid', NAME, { text, position, problem }),
    );
  if (rules.length === 0) return [];
  const idle = whyIdle(configuration);
  if (idle) return [finding('sampling-without-traces', NAME, idle)];
  return [
    ...unreachableRules(rules).map(({ rule, by }) =>
      finding('sampling-unreachable', NAME, { text: rule.text, by: by.text }),
    ),
    finding('sampling-rules', NAME, {
      words: samplingInWords(rules),
      logs: settings.get('OTEL_RUN_SAMPLING_LOGS')?.value ?? '',
    }),
  ];
}

/** Why the rules have no effect. A configuration file may export and sample traces in its own way. */
function whyIdle(configuration: Configuration): { because: string; remedy: string } | undefined {
  if (configuration.configFile) return undefined;
  if (exportersOf(configuration, 'traces').length === 0)
    return { because: 'no traces are exported', remedy: 'Set OTEL_TRACES_EXPORTER=otlp' };
  const sampler = configuration.settings.get('OTEL_TRACES_SAMPLER')?.value ?? '';
  return sampler === 'always_off'
    ? {
        because: `OTEL_TRACES_SAMPLER is ${sampler}, which decides first`,
        remedy: 'Set OTEL_TRACES_SAMPLER=parentbased_always_on',
      }
    : undefined;
}

function limitFindings({ settings }: Configuration): readonly Finding[] {
  const limit = settings.get('OTEL_RUN_LOG_LIMIT');
  if (!limit || parseSamplingRate(limit.value) !== undefined) return [];
  return [finding('log-limit-invalid', limit.name, { value: limit.value })];
}
