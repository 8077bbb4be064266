import { resolve } from 'node:path';
import type { Configuration, PackageManifest } from '../config/configuration.ts';
import type { Finding } from '../config/finding.ts';
import { resolveConfiguration } from '../config/resolve.ts';
import type { CertificateKind } from '../config/validate/otlp.ts';
import type { ConfigFileResult } from '../config/validate/service.ts';
import { validateConfiguration } from '../config/validate/validate.ts';
import { FRAMEWORK_NAMES } from '../libraries/framework-policy.ts';
import type { CommonInvocation } from './invocation.ts';
import { loadInputs } from './load-inputs.ts';
import type { World } from './world.ts';

/** The configuration that holds and everything worth saying about it. `configFile` is what OTEL_CONFIG_FILE gave. */
export interface Diagnosis {
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
  readonly configFile: ConfigFileResult | undefined;
  readonly packageJson: PackageManifest | undefined;
}

/** Resolves and validates the configuration. Every command asks here, so that they never disagree. */
export async function diagnose(
  { flags, envFiles, command }: CommonInvocation,
  { env, folder, instrumentations }: Pick<World, 'env' | 'folder' | 'instrumentations'>,
): Promise<Diagnosis> {
  const inputs = loadInputs(flags, envFiles, env, folder, command);
  const configuration = resolveConfiguration(inputs);
  const configFile = await loadConfigFile(configuration);
  const findings = validateConfiguration(configuration, {
    certificateProblem: await certificateReader(configuration, folder),
    configFile,
    instrumentations: instrumentations && [
      ...instrumentations.map(({ shortName }) => shortName),
      ...FRAMEWORK_NAMES,
    ],
  });
  return { configuration, findings, configFile, packageJson: inputs.packageJson };
}

async function loadConfigFile({ configFile, environmentChanges }: Configuration) {
  if (!configFile) return undefined;
  const { loadDeclarativeConfiguration } = await import('./declarative-configuration.ts');
  return loadDeclarativeConfiguration(configFile, environmentChanges);
}

/** Certificates are read only where one is named: what reads them takes a while to load. */
async function certificateReader({ settings }: Configuration, folder: string) {
  const isNamed = [...settings.keys()].some(name => /_(CERTIFICATE|CLIENT_KEY)$/.test(name));
  if (!isNamed) return () => undefined;
  const { certificateProblem } = await import('../config/certificate-problem.ts');
  return (path: string, kind: CertificateKind) => certificateProblem(resolve(folder, path), kind);
}
