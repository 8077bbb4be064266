import { nearestName } from '../../shared/nearest-name.ts';
import type { Configuration } from '../configuration.ts';
import { endpointOf, type OtlpExport } from '../effective.ts';
import { type Finding, finding } from '../finding.ts';
import { otlpVariable } from '../variables/otlp.ts';
import { findVariable } from '../variables/variables.ts';

/** Checks protocols and certificates, and reports a default endpoint. */
export function validateOtlp(
  configuration: Configuration,
  exports: readonly OtlpExport[],
  problemOf: ProblemOf,
): readonly Finding[] {
  return [
    ...exports.flatMap(protocolFindings),
    ...exports.flatMap(({ signal }) => certificateFindings(configuration, signal, problemOf)),
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

/** What each file for the OTLP exporters must contain. */
export type CertificateKind = 'certificate' | 'private key';

/** Why such a file cannot be used. */
export type CertificateProblem = 'unreadable' | 'malformed';

type ProblemOf = (path: string, kind: CertificateKind) => CertificateProblem | undefined;

const KINDS: readonly (readonly [suffix: string, kind: CertificateKind])[] = [
  ['CERTIFICATE', 'certificate'],
  ['CLIENT_KEY', 'private key'],
  ['CLIENT_CERTIFICATE', 'certificate'],
];

function certificateFindings(
  { settings }: Configuration,
  signal: OtlpExport['signal'],
  problemOf: ProblemOf,
): readonly Finding[] {
  const setting = (suffix: string) =>
    settings.get(otlpVariable(suffix, signal)) ?? settings.get(otlpVariable(suffix));
  const unusable = KINDS.flatMap(([suffix, kind]) => {
    const { name = '', value = '' } = setting(suffix) ?? {};
    const problem = value && problemOf(value, kind);
    if (!problem) return [];
    const code = problem === 'unreadable' ? 'certificate-unreadable' : 'certificate-invalid';
    return [finding(code, name, { path: value, kind })];
  });
  const [key, certificate] = [setting('CLIENT_KEY'), setting('CLIENT_CERTIFICATE')];
  const alone = key && certificate ? undefined : (key ?? certificate);
  const other = otlpVariable(key ? 'CLIENT_CERTIFICATE' : 'CLIENT_KEY');
  return alone && unusable.length === 0
    ? [finding('certificate-incomplete', alone.name, { other })]
    : unusable;
}

function defaultEndpointFindings(exports: readonly OtlpExport[]): readonly Finding[] {
  const unset = exports.filter(({ endpoint }) => !endpoint);
  if (unset.length === 0) return [];
  const signals = unset.map(({ signal }) => signal);
  const endpoint = [...new Set(unset.map(otlp => new URL(endpointOf(otlp)).origin))];
  return [finding('endpoint-default', otlpVariable('ENDPOINT'), { endpoint, signals })];
}
