import { nearestName } from '../../shared/nearest-name.ts';
import { SIGNALS, type Signal } from '../../shared/signal.ts';
import type { Configuration } from '../configuration.ts';
import { exportersOf, metricsPolicy } from '../effective.ts';
import { type Finding, finding } from '../finding.ts';
import { parseList } from '../parse/values.ts';
import { findVariable } from '../variables/variables.ts';

/** Checks which signals are exported, and by which exporters. */
export function validateSignals(configuration: Configuration): readonly Finding[] {
  if (configuration.configFile) return [];
  return [
    ...SIGNALS.flatMap(signal => exporterFindings(configuration, signal)),
    ...SIGNALS.flatMap(signal => noneFindings(configuration, signal)),
    ...nothingFindings(configuration),
    ...metricsFindings(configuration),
    ...logsFindings(configuration),
  ];
}

/** People read a list with `none` in it as if its other entries applied. */
function noneFindings({ settings, development }: Configuration, signal: Signal): readonly Finding[] {
  const setting = settings.get(`OTEL_${signal.toUpperCase()}_EXPORTER`);
  const names = parseList(setting?.value) ?? [];
  const isOff = signal === 'logs' && development.on;
  if (!setting || isOff || names.length < 2 || !names.includes('none')) return [];
  const others = names.filter(name => name !== 'none');
  return [finding('exporter-none-among-others', setting.name, { value: setting.value, signal, others })];
}

function nothingFindings(configuration: Configuration): readonly Finding[] {
  const isSilent = SIGNALS.every(signal => exportersOf(configuration, signal).length === 0);
  return isSilent ? [finding('nothing-exported', 'OTEL_TRACES_EXPORTER')] : [];
}

function exporterFindings(configuration: Configuration, signal: Signal): readonly Finding[] {
  const name = `OTEL_${signal.toUpperCase()}_EXPORTER`;
  const accepted = findVariable(name)?.values ?? [];
  const unknown = exportersOf(configuration, signal).filter(exporter => !accepted.includes(exporter));
  return unknown.map(value =>
    finding('exporter-unknown', name, {
      value,
      signal,
      accepted,
      nearest: nearestName(value, accepted) ?? 'otlp',
    }),
  );
}

function metricsFindings(configuration: Configuration): readonly Finding[] {
  const known = findVariable('OTEL_METRICS_EXPORTER')?.values ?? [];
  const exporters = exportersOf(configuration, 'metrics').filter(exporter => known.includes(exporter));
  if (exporters.length === 0) return [];
  const all = metricsPolicy(configuration) === 'all';
  const policy = all
    ? 'all of them (OTEL_RUN_METRICS=all)'
    : 'a curated set of bounded size (OTEL_RUN_METRICS=curated)';
  const enabled = finding('metrics-enabled', 'OTEL_METRICS_EXPORTER', { value: exporters.join(','), policy });
  return all ? [finding('metrics-uncurated', 'OTEL_RUN_METRICS'), enabled] : [enabled];
}

function logsFindings(configuration: Configuration): readonly Finding[] {
  const { development, names } = configuration;
  if (development.on)
    return [finding('logs-off-development', 'OTEL_LOGS_EXPORTER', { because: development.because })];
  const exported = exportersOf(configuration, 'logs').includes('otlp');
  return exported && names.includes('KUBERNETES_SERVICE_HOST')
    ? [finding('logs-twice', 'OTEL_LOGS_EXPORTER')]
    : [];
}
