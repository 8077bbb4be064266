import { join } from 'node:path';
import { type Running, start } from '../helpers/processes.ts';
import { servicesOf } from './deployment/compose.ts';
import { commandOf, imageEnvironment } from './deployment/dockerfile.ts';
import type { Project } from './project.ts';

/**
 * Runs the services that a Compose file builds as it says: by their commands, with their variables. What is elsewhere
 * where there are no containers, the database and the collector, comes in as `variables`.
 */
export function composeUp(
  project: Project,
  texts: { readonly compose: string; readonly dockerfile: string },
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, Running>> {
  const built = Object.entries(servicesOf(texts.compose)).filter(([, { build }]) => build !== undefined);
  return Object.fromEntries(
    built.map(([name, { command = commandOf(texts.dockerfile), environment }]) => {
      const [file = '', ...args] = command;
      const env = {
        ...project.environment,
        ...imageEnvironment(texts.dockerfile),
        ...environment,
        ...variables,
      };
      return [
        name,
        start([process.execPath, join(project.folder, file), ...args], { cwd: project.folder, env }),
      ];
    }),
  );
}
