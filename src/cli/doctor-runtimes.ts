import { type ApplicationManifest, wordsOf } from '../doctor/application.ts';
import { findPlaces, type Place } from '../doctor/runtime-places.ts';
import { runtimesOf } from '../doctor/runtimes.ts';
import { parseArguments } from './arguments.ts';

const SILENT = { out: () => {}, error: () => {} };

/** What runs otel-run in a repository, its arguments read as the command line itself reads them. */
export function runtimesIn(folder: string, manifest: ApplicationManifest | undefined) {
  const { service, services } = Object(manifest?.['otel-run']) as { service?: unknown; services?: unknown };
  return runtimesOf([...servicePlaces(services), ...findPlaces(folder, manifest)], {
    manifest,
    packageService: typeof service === 'string' ? service : undefined,
    parse: words => {
      try {
        const { name, flags, command } = parseArguments(words, SILENT);
        return name === 'run' ? { service: flags.service, command } : undefined;
      } catch {
        return undefined;
      }
    },
  });
}

/** The commands that package.json names for services. */
function servicePlaces(services: unknown): readonly Place[] {
  return Object.entries(Object(services)).flatMap(([name, line]) =>
    typeof line === 'string'
      ? [
          {
            source: `package.json otel-run.services.${name}`,
            words: ['otel-run', '--service', name, '--', ...wordsOf(line)],
            env: {},
          },
        ]
      : [],
  );
}
