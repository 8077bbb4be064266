import { arch, hostname, release, type } from 'node:os';
import { dirname, join } from 'node:path';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { readResourceAttributes } from '../../config/read-variable.ts';
import type { Settings } from '../../config/settings.ts';
import { randomUuid } from '../../shared/random-uuid.ts';
import { readFileSync } from '../foundation/intrinsics.ts';
import { loadPart } from '../foundation/parts.ts';
import { lambdaAttributes } from './lambda-attributes.ts';

/** `os.arch()` → `host.arch` of the semantic conventions, if they differ. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'arm32', ppc: 'ppc32' };

/** Names in `OTEL_NODE_RESOURCE_DETECTORS` that ask a cloud. Attributes of the others are always there. */
const CLOUD_DETECTORS: readonly string[] = ['all', 'alibaba', 'aws', 'azure', 'gcp'];

const CONTAINER_ID = /[0-9a-f]{64}/;

/**
 * Describes this process: service, deployment, process, host and container. All of it is known at once and
 * without the network, so that even a process that ends in its first milliseconds is identified. A cloud's
 * metadata service is asked only if `OTEL_NODE_RESOURCE_DETECTORS` names it. Command-line arguments are left
 * out: they may contain secrets.
 *
 * @param script path of the application's entry, from which its version is found
 */
export function detectResource(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  script: string | undefined,
): Resource {
  const attributes = {
    ...sdkAttributes(),
    ...hostAttributes(),
    ...processAttributes(script),
    ...lambdaAttributes(env),
    'service.version': applicationVersion(script),
    'deployment.environment.name': settings.environment,
    'service.instance.id': randomUuid(),
    ...readResourceAttributes(env),
    'service.name': settings.serviceName,
  };
  const known = resourceFromAttributes(
    Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
  );
  return settings.resourceDetectors.some(name => CLOUD_DETECTORS.includes(name))
    ? withClouds(known, settings)
    : known;
}

/** Adds the answer of a cloud's metadata service when it arrives. Nothing waits for it. */
function withClouds(known: Resource, { resourceDetectors }: Settings): Resource {
  const { detectClouds } = loadPart('cloud-detectors');
  const resource = detectClouds(resourceDetectors).merge(known);
  void resource.waitForAsyncAttributes?.();
  return resource;
}

function sdkAttributes() {
  return {
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': __SDK_VERSION__,
    'telemetry.distro.name': 'otel-run',
    'telemetry.distro.version': __VERSION__,
  };
}

function hostAttributes() {
  return {
    'host.name': hostname(),
    'host.arch': ARCHITECTURES[arch()] ?? arch(),
    'os.type': type() === 'Windows_NT' ? 'windows' : type().toLowerCase(),
    'os.version': release(),
    'container.id': containerId(),
  };
}

function processAttributes(script: string | undefined) {
  return {
    'process.pid': process.pid,
    'process.parent_pid': process.ppid,
    'process.executable.name': process.title,
    'process.executable.path': process.execPath,
    'process.command': script,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'process.runtime.description': 'Node.js',
  };
}

/** The id in this process's control group (v1) or mount table (v2); undefined outside a container. */
function containerId(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const cgroup = readText('/proc/self/cgroup').match(CONTAINER_ID);
  if (cgroup) return cgroup[0];
  const mount = readText('/proc/self/mountinfo')
    .split('\n')
    .find(line => line.includes('/containers/') || line.includes('/sandboxes/'));
  return mount?.match(CONTAINER_ID)?.[0];
}

/**
 * The version in the application's package.json: that of the entry or, if the entry is an installed package,
 * such as a framework's command, that of the working directory. A service that is itself installed has none
 * there.
 */
function applicationVersion(script: string | undefined): string | undefined {
  const folder = script === undefined ? process.cwd() : dirname(script);
  if (!/[\\/]node_modules[\\/]/.test(folder)) return nearestVersion(folder) ?? undefined;
  const version = nearestVersion(process.cwd());
  return (version === null ? nearestVersion(folder) : version) ?? undefined;
}

/**
 * `version` of the nearest package.json at or above a folder that has one: a build's own may contain only
 * `"type"`.
 *
 * @returns undefined if none has a version, null without a package.json
 */
function nearestVersion(from: string): string | undefined | null {
  let none: undefined | null = null;
  for (let folder = from; ; folder = dirname(folder)) {
    const text = readText(join(folder, 'package.json'));
    const version = parseVersion(text);
    if (version !== undefined) return version;
    if (text !== '') none = undefined;
    if (dirname(folder) === folder) return none;
  }
}

function parseVersion(packageJson: string): string | undefined {
  try {
    const { version } = JSON.parse(packageJson);
    return typeof version === 'string' && version !== '' ? version : undefined;
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
