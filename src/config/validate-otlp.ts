import type { Configuration } from './configuration.ts';
import { endpointOf, type OtlpExport } from './effective.ts';
import { type Finding, finding } from './finding.ts';
import { nearestName } from './nearest-name.ts';
import { otlpVariable } from './variables/otlp.ts';
import { findVariable } from './variables.ts';

/** Protocols, certificates, and the endpoint that nobody set. */
export function validateOtlp(
  configuration: Configuration,
  exports: readonly OtlpExport[],
  readable: (path: string) => boolean,
): readonly Finding[] {
  return [
    ...exports.flatMap(protocolFindings),
    ...exports.flatMap(({ signal }) => certificateFindings(configuration, signal, readable)),
    ...defaultEndpointFindings(exports),
  ];
}

function protocolFindings({ protocolSetting }: OtlpExport): readonly Finding[] {
  const accepted = findVariable(otlpVariable('PROTOCOL'))?.values ?? [];
  if (!protocolSetting || accepted.includes(protocolSetting.value)) return [];
  const { name, value } = protocolSetting;
  const nearest = nearestName(value, accepted) ?? 'http/protobuf';
  return [finding('protocol-unknown', name, { value, accepted, nearest })];
}

function certificateFindings(
  { settings }: Configuration,
  signal: OtlpExport['signal'],
  readable: (path: string) => boolean,
): readonly Finding[] {
  return ['CERTIFICATE', 'CLIENT_KEY', 'CLIENT_CERTIFICATE'].flatMap(suffix => {
    const setting = settings.get(otlpVariable(suffix, signal)) ?? settings.get(otlpVariable(suffix));
    if (!setting || readable(setting.value)) return [];
    return [finding('certificate-unreadable', setting.name, { path: setting.value })];
  });
}

function defaultEndpointFindings(exports: readonly OtlpExport[]): readonly Finding[] {
  const unset = exports.filter(({ endpoint }) => !endpoint);
  if (unset.length === 0) return [];
  const signals = unset.map(({ signal }) => signal);
  const endpoint = [...new Set(unset.map(otlp => new URL(endpointOf(otlp)).origin))];
  return [finding('endpoint-default', otlpVariable('ENDPOINT'), { endpoint, signals })];
}
