import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Project } from '../project.ts';
import { commandProblems } from './command.ts';
import { endpointOf, variableProblems } from './environment.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition?: string }>>;
  readonly healthcheck?: object;
}

/** The services of a Compose file. */
export function servicesOf(text: string): Readonly<Record<string, Service>> {
  return parse(text, { merge: true }).services;
}

/** What is wrong with a Compose file. */
export function composeProblems(text: string, project: Project): string[] {
  const services = servicesOf(text);
  return Object.entries(services).flatMap(([name, service]) =>
    serviceProblems(service, services, project).map(problem => `${name}: ${problem}`),
  );
}

function serviceProblems(
  service: Service,
  services: Readonly<Record<string, Service>>,
  project: Project,
): string[] {
  const { image, build, command, environment = {}, volumes = [], depends_on: needs = {} } = service;
  const host = endpointOf(environment)?.hostname;
  return [
    ...(image === undefined && build === undefined ? ['it has neither image nor build'] : []),
    ...(image && !/:[\d.]+$/.test(image) ? [`${image} names no version`] : []),
    ...(build && !existsSync(join(project.folder, build, 'Dockerfile'))
      ? [`${build} has no Dockerfile`]
      : []),
    ...(command ? commandProblems(command, project) : []),
    ...variableProblems(Object.keys(environment)),
    ...(host && !services[host] ? [`the endpoint is at ${host}, which is no service`] : []),
    ...volumes
      .map(volume => volume.split(':')[0] ?? '')
      .filter(path => !existsSync(join(project.folder, path)))
      .map(path => `${path} is not in the project`),
    ...Object.entries(needs)
      .filter(([other, { condition }]) => condition !== 'service_healthy' || !services[other]?.healthcheck)
      .map(([other]) => `it cannot wait until ${other} is healthy`),
  ];
}
