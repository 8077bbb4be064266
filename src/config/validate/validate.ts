import type { Configuration } from '../configuration.ts';
import { otlpExports } from '../effective.ts';
import type { Finding, FindingSeverity } from '../finding.ts';
import { validateEndpoints } from './endpoints.ts';
import { validateGrafana } from './grafana.ts';
import { validateHeaders } from './headers.ts';
import { validateBatches, validateLists } from './lists.ts';
import { validateNames } from './names.ts';
import { type CertificateKind, type CertificateProblem, validateOtlp } from './otlp.ts';
import { validateSampling } from './sampling.ts';
import { type ConfigFileResult, validateService } from './service.ts';
import { validateSignals } from './signals.ts';
import { validateSources } from './sources.ts';
import { validateValues } from './values.ts';
import { validateWorkSpans } from './work-spans.ts';

/**
 * What validation must know about the world. `certificateProblem` tells why a file cannot be used as a
 * certificate or private key. `configFile` is the result of loading the OTEL_CONFIG_FILE, with the command's
 * environment for its `${…}`. `misplacedService` is the service option where it stands after the command, which
 * gets it. `instrumentations` are the short names that OTEL_NODE_ENABLED_INSTRUMENTATIONS
 * accepts; without them, those lists are not checked.
 */
export interface ValidationFacts {
  readonly certificateProblem: (path: string, kind: CertificateKind) => CertificateProblem | undefined;
  readonly configFile?: ConfigFileResult | undefined;
  readonly misplacedService?: string | undefined;
  readonly instrumentations?: readonly string[] | undefined;
}

const ORDER: readonly FindingSeverity[] = ['error', 'warning', 'info'];

/**
 * All findings about a configuration, errors first. Only effective settings are checked: not the endpoint of
 * a signal that is not exported, not a variable that an OTEL_CONFIG_FILE replaces, and nothing if telemetry
 * is disabled.
 */
export function validateConfiguration(
  configuration: Configuration,
  facts: ValidationFacts,
): readonly Finding[] {
  if (configuration.disabled.on) return [];
  const exports = otlpExports(configuration);
  const findings = [
    ...validateSources(configuration, facts.configFile),
    ...validateService(configuration, facts.configFile, facts.misplacedService),
    ...validateSignals(configuration),
    ...validateOtlp(configuration, exports, facts.certificateProblem),
    ...validateEndpoints(exports),
    ...validateHeaders(exports),
    ...validateGrafana(exports),
    ...validateValues(configuration, exports, facts.instrumentations),
    ...validateLists(configuration),
    ...(configuration.configFile ? [] : validateBatches(configuration)),
    ...validateWorkSpans(configuration),
    ...validateSampling(configuration),
    ...validateNames(configuration),
  ];
  return ORDER.flatMap(severity => distinct(findings).filter(finding => finding.severity === severity));
}

/** A general variable serves several signals, but is reported once. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()];
}
