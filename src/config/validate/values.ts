import { nearestName } from '../../shared/nearest-name.ts';
import type { Configuration, Setting } from '../configuration.ts';
import { exportersOf, type OtlpExport } from '../effective.ts';
import { type Finding, finding } from '../finding.ts';
import { parseBoolean, parseList, parseNumber } from '../parse/values.ts';
import type { Variable } from '../variables/variable.ts';
import { findVariable, VARIABLES } from '../variables/variables.ts';

/**
 * Values that OpenTelemetry warns about and ignores. Wrong exporters and protocols are errors, checked
 * elsewhere.
 */
export function validateValues(
  configuration: Configuration,
  exports: readonly OtlpExport[],
  instrumentations: readonly string[] | undefined,
): readonly Finding[] {
  const relevant = VARIABLES.filter(variable => takesEffect(variable, configuration, exports));
  return [
    ...relevant.flatMap(variable => {
      const setting = configuration.settings.get(variable.name);
      return setting ? valueFindings(variable, setting) : [];
    }),
    ...samplerArgumentFindings(configuration),
    ...instrumentationFindings(configuration, instrumentations ?? []),
  ];
}

/**
 * otel-run's own variables always apply. The others do not if a config file decides or their signal is not
 * exported.
 */
function takesEffect(
  variable: Variable,
  configuration: Configuration,
  exports: readonly OtlpExport[],
): boolean {
  const { group, signal, unsupported } = variable;
  if (unsupported) return false;
  if (group === 'otel-run') return true;
  if (configuration.configFile) return false;
  if (group === 'otlp') return signal ? exports.some(otlp => otlp.signal === signal) : exports.length > 0;
  return !signal || exportersOf(configuration, signal).length > 0;
}

function valueFindings(variable: Variable, { name, value }: Setting): readonly Finding[] {
  if (variable.type === 'boolean') {
    if (parseBoolean(value) !== undefined) return [];
    return [finding('boolean-invalid', name, { value })];
  }
  if (variable.type === 'number') {
    if (parseNumber(value, variable) !== undefined) return [];
    const used = variable.default ?? '';
    return [
      finding('number-invalid', name, { value, used, range: rangeOf(variable), example: used || '1000' }),
    ];
  }
  return unknownValues(variable, value);
}

function unknownValues(
  { name, type, values, unknown, default: used = '' }: Variable,
  value: string,
): readonly Finding[] {
  if (!values || !unknown || unknown === 'exporter-unknown' || unknown === 'protocol-unknown') return [];
  const entries = type === 'list' ? (parseList(value) ?? []) : [value];
  return entries
    .filter(entry => !values.includes(entry))
    .map(entry =>
      finding(unknown, name, {
        value: entry,
        accepted: values,
        nearest: nearestName(entry, values) ?? '',
        used,
      }),
    );
}

function rangeOf({ min, max }: Variable): string {
  if (max !== undefined) return `a number from ${min ?? 0} to ${max}`;
  return min === undefined ? 'a number' : `a number of at least ${min}`;
}

function samplerArgumentFindings(configuration: Configuration): readonly Finding[] {
  if (exportersOf(configuration, 'traces').length === 0) return [];
  const name = 'OTEL_TRACES_SAMPLER_ARG';
  const sampler = configuration.settings.get('OTEL_TRACES_SAMPLER')?.value ?? '';
  const argument = configuration.settings.get(name)?.value;
  const value = argument === undefined ? 'not set' : `"${argument}"`;
  if (sampler.endsWith('traceidratio')) {
    const valid = parseNumber(argument, { min: 0, max: 1 }) !== undefined;
    return valid ? [] : [finding('sampler-argument-invalid', name, { value, sampler })];
  }
  const takesNone = findVariable('OTEL_TRACES_SAMPLER')?.values?.includes(sampler);
  return argument !== undefined && takesNone
    ? [finding('sampler-argument-unused', name, { value, sampler })]
    : [];
}

function instrumentationFindings(configuration: Configuration, known: readonly string[]): readonly Finding[] {
  if (known.length === 0) return [];
  return ['OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'OTEL_NODE_DISABLED_INSTRUMENTATIONS'].flatMap(name => {
    const entries = parseList(configuration.settings.get(name)?.value) ?? [];
    const unknown = entries.filter(entry => !known.includes(entry));
    return unknown.map(value =>
      finding('instrumentation-unknown', name, { value, nearest: nearestName(value, known) ?? '' }),
    );
  });
}
