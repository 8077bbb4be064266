import { resolve } from 'node:path';
import { supportsSyncHooks } from 'import-in-the-middle/supports-sync-hooks.mjs';
import { nearestFile } from '../command-line/command-hint.ts';
import { diagnose } from '../command-line/diagnose.ts';
import type { DoctorInvocation } from '../command-line/invocation.ts';
import { serviceCommand } from '../command-line/service-command.ts';
import type { World } from '../command-line/world.ts';
import type { Configuration, PackageManifest } from '../config/configuration.ts';
import { type Finding, finding } from '../config/finding.ts';
import { readSettings } from '../config/settings.ts';
import { findExecutable } from '../launch/find-executable.ts';
import { prepareLaunch } from '../launch/launch.ts';
import { agentFindings } from './agents.ts';
import {
  type Application,
  type ApplicationManifest,
  findApplication,
  nearestManifest,
} from './application.ts';
import { applicationFindings, bundleOf } from './application-findings.ts';
import type { Bundle } from './bundle.ts';
import { copyFindings, SINGLE_PACKAGES } from './copies.ts';
import { coverage, targetPackages, versionFindings, withArrivals } from './coverage.ts';
import { extensionFindings } from './extension.ts';
import { installedPackages, usesPlugNPlay } from './installed-packages.ts';
import { probeSignals } from './probe.ts';
import { type ProcessFacts, processFacts } from './process-facts.ts';
import {
  disabledFindings,
  nodeOptionsFindings,
  processFindings,
  sharedOptionsFindings,
} from './process-findings.ts';
import { runtimesIn } from './read-runtimes.ts';
import type { Examination } from './report.ts';
import { singleExecutableFindings } from './single-executable.ts';
import { turboFindings } from './turbo.ts';
import { workSpansFindings } from './work-spans-findings.ts';

/** Collects everything that doctor reports. It starts nothing, and sends nothing except for `--probe`. */
export async function examine(invocation: DoctorInvocation, world: World): Promise<Examination> {
  const { configuration, configFile, findings, packageJson } = await diagnose(invocation, world);
  const env = { ...world.env, ...configuration.environmentChanges };
  const { folder, preload } = world;
  const command = commandOf(invocation, configuration, packageJson);
  const application = findApplication(command, folder, packageJson);
  const launch = launchOf(command, env);
  const facts = processFacts(launch.kind, folder);
  const bundle = bundleOf(application, supportsSyncHooks());
  const packages = examinePackages(application, bundle, packageJson, env, world);
  const runtimes = runtimesIn(folder, packageJson);
  const probe = invocation.probe ? await probeSignals(configuration, { env, command, preload }) : undefined;
  return {
    configuration,
    configFile,
    instrumentations: packages.rows,
    runtimes: runtimes.runtimes,
    facts,
    probe: probe?.results,
    findings: [
      ...findings,
      ...disabledFindings(configuration.disabled),
      ...(probe?.findings ?? []),
      ...(await extensionFindings(configuration, { env, folder, preload })),
      ...workSpansFindings(configuration, folder, application.entry),
      ...launch.findings,
      ...(command.length > 0 ? entryFindings(application, folder) : []),
      ...(configuration.disabled.on
        ? []
        : [
            ...processTells(facts, application, bundle, env, world),
            ...singleExecutableFindings(pathOf(command, env)),
            ...packages.findings,
            ...runtimes.findings,
            ...turboFindings(command, folder, packageJson, env),
          ]),
    ],
  };
}

/** Without a command on the command line, it is the one that package.json names for the service, if any. */
function commandOf(
  { command }: DoctorInvocation,
  { serviceName }: Configuration,
  packageJson: PackageManifest | undefined,
): readonly string[] {
  if (command.length > 0) return command;
  const named = serviceCommand(serviceName?.value, packageJson);
  return 'command' in named ? named.command : [];
}

/** Without a command, `node` is assumed, because most commands run it in the end. */
function launchOf(command: readonly string[], env: NodeJS.ProcessEnv) {
  const [file = process.execPath, ...rest] = command;
  const prepared = prepareLaunch({ file, arguments: rest }, env);
  const kind: ProcessFacts['launch'] = prepared.kind === 'prepared' ? prepared.plan.launch : 'spawn';
  const findings: Finding[] =
    prepared.kind === 'refused' ? [finding('command-not-executable', file, { reason: prepared.reason })] : [];
  return { kind, findings };
}

/** The file that Node.js should run must exist. */
function entryFindings({ missing }: Application, folder: string): readonly Finding[] {
  if (missing === undefined) return [];
  const nearest = nearestFile(missing, folder);
  return [finding('entry-missing', missing, { folder, ...(nearest !== undefined && { nearest }) })];
}

function pathOf([file]: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  const found = file === undefined ? undefined : findExecutable(file, env.PATH);
  return found?.status === 'found' ? found.path : undefined;
}

function processTells(
  facts: ProcessFacts,
  application: Application,
  bundle: Bundle | undefined,
  env: NodeJS.ProcessEnv,
  { env: ownEnv, preload }: World,
): readonly Finding[] {
  const nodeOptions = env.NODE_OPTIONS ?? '';
  const isAllowed = (option: string) => process.allowedNodeEnvironmentFlags.has(option);
  return [
    ...processFindings(facts),
    ...nodeOptionsFindings({ value: nodeOptions, isAllowed, preload }),
    ...sharedOptionsFindings(ownEnv.NODE_OPTIONS),
    ...applicationFindings(application, { nodeOptions, syncHooks: supportsSyncHooks() }, bundle),
  ];
}

function examinePackages(
  application: Application,
  bundle: Bundle | undefined,
  manifest: ApplicationManifest | undefined,
  env: NodeJS.ProcessEnv,
  world: World,
) {
  const { instrumentations = [] } = world;
  const installed = installedPackages(
    [...targetPackages(instrumentations), ...SINGLE_PACKAGES],
    application.folder,
  );
  const settings = readSettings(env);
  const nodeVersion = process.versions.node;
  const covered = coverage(instrumentations, { settings, env, nodeVersion, installed, bundle });
  const rows = withArrivals(covered, instrumentations);
  // In a workspace, the application has its own package.json, below the one of the working directory.
  const manifests = [manifest, nearestManifest(application.folder)];
  const dependencies = manifests.flatMap(found =>
    Object.keys({ ...found?.optionalDependencies, ...found?.dependencies }),
  );
  const findings = [
    ...agentFindings({ dependencies, nodeOptions: env.NODE_OPTIONS, preloads: application.preloads }),
    ...copyFindings({ installed, folder: world.folder, ownFolder: resolve(world.preload, '../..') }),
    ...(usesPlugNPlay(application.folder) ? [finding('packages-unknown', '.pnp.cjs')] : []),
    ...versionFindings(rows, instrumentations, dependencies),
  ];
  return { rows, findings };
}
