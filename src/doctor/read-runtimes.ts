import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'dotenv';
import { parseRun } from '../command-line/run-arguments.ts';
import type { ApplicationManifest } from './application.ts';
import { findPlaces, type RuntimePlace } from './runtime-places.ts';
import { runtimesOf } from './runtimes.ts';
import { shellWords } from './shell-words.ts';

const SILENT = { out: () => {}, error: () => {} };

/**
 * The commands in a repository that run otel-run. Their arguments are read as the command line reads them.
 */
export function runtimesIn(folder: string, manifest: ApplicationManifest | undefined) {
  const { service, services } = Object(manifest?.['otel-run']) as { service?: unknown; services?: unknown };
  return runtimesOf([...servicePlaces(services), ...findPlaces(folder, manifest)], {
    manifest,
    packageService: typeof service === 'string' ? service : undefined,
    parse: words => {
      if (words[0] === 'doctor' || words[0] === 'smoke') return undefined;
      try {
        const { flags, command, envFiles } = parseRun(words, SILENT);
        const variables = Object.assign({}, ...envFiles.map(path => readVariables(resolve(folder, path))));
        return { service: flags.service, command, variables };
      } catch {
        return undefined;
      }
    },
  });
}

function readVariables(path: string): Readonly<Record<string, string>> {
  try {
    return parse(readFileSync(path));
  } catch {
    return {};
  }
}

/** The commands that package.json names for services. */
function servicePlaces(services: unknown): readonly RuntimePlace[] {
  return Object.entries(Object(services)).flatMap(([name, line]) =>
    typeof line === 'string'
      ? [
          {
            source: `package.json otel-run.services.${name}`,
            words: ['otel-run', '--service', name, '--', ...shellWords(line)],
            env: {},
          },
        ]
      : [],
  );
}
