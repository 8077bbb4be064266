import { resolve } from 'node:path';
import type { Configuration, PackageManifest } from '../config/configuration.ts';
import type { Finding } from '../config/finding.ts';
import { resolveConfiguration } from '../config/resolve.ts';
import type { CertificateKind } from '../config/validate/otlp.ts';
import type { ConfigFileResult } from '../config/validate/service.ts';
import { validateConfiguration } from '../config/validate/validate.ts';
import type { CommonInvocation } from './invocation.ts';
import { loadInputs } from './load-inputs.ts';
import { misplacedService } from './misplaced-service.ts';
import type { World } from './world.ts';

/** The effective configuration and its findings. `configFile` is the result of loading OTEL_CONFIG_FILE. */
export interface Diagnosis {
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
  readonly configFile: ConfigFileResult | undefined;
  readonly packageJson: PackageManifest | undefined;
}

/** Resolves and validates the configuration. All commands use this, so they never disagree. */
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
    misplacedService: misplacedService(command),
    instrumentations: await namesOf(configuration, instrumentations),
  });
  return { configuration, findings, configFile, packageJson: inputs.packageJson };
}

/** The names are read only if some are switched on or off. */
async function namesOf({ settings }: Configuration, instrumentations: World['instrumentations']) {
  const isSwitched = [...settings.keys()].some(name => name.endsWith('ABLED_INSTRUMENTATIONS'));
  if (!isSwitched || !instrumentations) return undefined;
  const { switchNames } = await import('../libraries/switch-names.ts');
  return switchNames(instrumentations);
}

async function loadConfigFile({ configFile, environmentChanges }: Configuration) {
  if (!configFile) return undefined;
  const { loadDeclarativeConfiguration } = await import('./declarative-configuration.ts');
  return loadDeclarativeConfiguration(configFile, environmentChanges);
}

/** Certificates are read only if one is named, because the code that reads them is slow to load. */
async function certificateReader({ settings }: Configuration, folder: string) {
  const isNamed = [...settings.keys()].some(name => /_(CERTIFICATE|CLIENT_KEY)$/.test(name));
  if (!isNamed) return () => undefined;
  const { certificateProblem } = await import('../config/certificate-problem.ts');
  return (path: string, kind: CertificateKind) => certificateProblem(resolve(folder, path), kind);
}
