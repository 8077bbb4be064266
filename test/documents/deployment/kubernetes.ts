import { parseAllDocuments } from 'yaml';
import type { Project } from '../project.ts';
import { commandProblems } from './command.ts';
import { endpointOf, variableProblems } from './environment.ts';

// biome-ignore lint/suspicious/noExplicitAny: a manifest is whatever its kind says
type Manifest = any;

/** What is there beside a manifest: keys of ConfigMaps and Secrets, by name. */
export type Created = Readonly<Record<string, readonly string[]>>;

/** What is wrong with Kubernetes manifests. */
export function kubernetesProblems(text: string, created: Created, project: Project): string[] {
  const documents = parseAllDocuments(text);
  const manifests: Manifest[] = documents.map(document => document.toJS());
  return [
    ...documents.flatMap(({ errors }) => errors.map(({ message }) => message)),
    ...manifests.flatMap(manifest => {
      const named = ['apiVersion', 'kind']
        .filter(key => !manifest[key])
        .concat(manifest.metadata?.name ? [] : ['name']);
      const problems = KINDS[manifest.kind]?.(manifest, manifests, created, project) ?? [
        'its kind is not known here',
      ];
      return [...named.map(key => `it has no ${key}`), ...problems].map(
        problem => `${manifest.kind} ${manifest.metadata?.name}: ${problem}`,
      );
    }),
  ];
}

type Find = (manifest: Manifest, all: readonly Manifest[], created: Created, project: Project) => string[];

const KINDS: Readonly<Record<string, Find>> = {
  ConfigMap({ data }, all) {
    const endpoint = endpointOf(data);
    const ports = all
      .filter(({ kind, metadata }) => kind === 'Service' && metadata.name === endpoint?.hostname)
      .flatMap(({ spec }) => spec.ports.map(({ port }: Manifest) => String(port)));
    return [
      ...variableProblems(Object.keys(data)),
      ...Object.entries(data)
        .filter(([, value]) => typeof value !== 'string')
        .map(([name]) => `${name} is no text`),
      ...(endpoint && !ports.includes(endpoint.port) ? [`nothing serves ${endpoint.origin}`] : []),
    ];
  },
  Service({ spec }, all) {
    const pods = all.filter(({ kind, spec: { template } = {} as Manifest }) =>
      kind === 'Deployment' ? matches(spec.selector, template.metadata.labels) : false,
    );
    const ports = pods.flatMap(({ spec: { template } }) => template.spec.containers.flatMap(portsOf));
    return [
      ...(pods.length > 0 ? [] : ['it selects no pods']),
      ...spec.ports
        .filter(({ targetPort }: Manifest) => !ports.includes(targetPort))
        .map(({ targetPort }: Manifest) => `nothing listens on ${targetPort}`),
    ];
  },
  Deployment({ spec: { selector, template } }, all, created, project) {
    return [
      ...(matches(selector.matchLabels, template.metadata.labels) ? [] : ['it does not select its own pods']),
      ...template.spec.containers.flatMap((container: Manifest) =>
        containerProblems(container, template.spec.volumes ?? [], all, created, project),
      ),
    ];
  },
};

function containerProblems(
  container: Manifest,
  volumes: readonly Manifest[],
  all: readonly Manifest[],
  created: Created,
  project: Project,
): string[] {
  const { image, command, env = [], envFrom = [], volumeMounts = [], readinessProbe } = container;
  const maps = all.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name);
  const exists = (name: string) => maps.includes(name) || Object.hasOwn(created, name);
  const references: string[] = [
    ...envFrom.map(({ configMapRef, secretRef }: Manifest) => (configMapRef ?? secretRef).name),
    ...volumes.map(({ configMap }) => configMap.name),
  ];
  const port = readinessProbe?.httpGet.port;
  return [
    ...(/:\d+\.\d+\.\d+$/.test(image) ? [] : [`${image} names no version`]),
    ...(command ? commandProblems(command, project) : []),
    ...(container.resources?.limits?.memory ? [] : ['it has no limit of memory']),
    ...variableProblems(env.map(({ name }: Manifest) => name)),
    ...expansionProblems(env),
    ...references.filter(name => !exists(name)).map(name => `there is no ${name}`),
    ...(port === undefined || portsOf(container).includes(port) ? [] : [`nothing listens on ${port}`]),
    ...volumeMounts
      .filter(({ name }: Manifest) => !volumes.some(volume => volume.name === name))
      .map(({ name }: Manifest) => `there is no volume ${name}`),
  ];
}

/** `$(NAME)` stands for a variable that was defined before. */
function expansionProblems(env: readonly Manifest[]): string[] {
  return env.flatMap(({ name, value = '' }, index) => {
    const before = env.slice(0, index).map(other => other.name);
    const wanted = [...value.matchAll(/\$\((\w+)\)/g)].map(match => match[1]);
    return wanted.filter(other => !before.includes(other)).map(other => `${name} needs ${other} before it`);
  });
}

function portsOf({ ports = [] }: Manifest): number[] {
  return ports.map(({ containerPort }: Manifest) => containerPort);
}

function matches(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}
