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
 * What validation has to know of the world. `certificateProblem` tells why a file is of no use as a certificate or a
 * private key. `configFile` is what loading the OTEL_CONFIG_FILE gave, with the command's environment for its `${…}`. `instrumentations` are the short names
 * that OTEL_NODE_ENABLED_INSTRUMENTATIONS takes; without them those lists are not checked.
 */
export interface ValidationFacts {
  readonly certificateProblem: (path: string, kind: CertificateKind) => CertificateProblem | undefined;
  readonly configFile?: ConfigFileResult | undefined;
  readonly instrumentations?: readonly string[] | undefined;
}

const ORDER: readonly FindingSeverity[] = ['error', 'warning', 'info'];

/**
 * Everything that is worth saying about a configuration, errors first. Only what takes effect is judged: no endpoint
 * of a signal that is not exported, with OTEL_CONFIG_FILE no variable that the file replaces, and nothing at all
 * where telemetry is disabled.
 */
export function validateConfiguration(
  configuration: Configuration,
  facts: ValidationFacts,
): readonly Finding[] {
  if (configuration.disabled.on) return [];
  const exports = otlpExports(configuration);
  const findings = [
    ...validateSources(configuration, facts.configFile),
    ...validateService(configuration, facts.configFile),
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

/** One general variable serves several signals, and is wrong only once. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()];
}
