import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { parse } from 'yaml';
import type { ScriptManifest } from './application.ts';
import { type Image, imageOf } from './dockerfile.ts';
import { toEnvironment, toWords } from './yaml-words.ts';

/** A place that runs a command line, with the variables that it sets. */
export interface RuntimePlace {
  readonly source: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const DEVELOPMENT = /^(pre|post)?(dev|watch|test|debug|local|preview)\b/;
const COMPOSE_FILE = /^(docker-)?compose(\.[\w-]+)?\.ya?ml$/;
const DOCKERFILE = /^(Dockerfile(\.[\w-]+)?|[\w-]+\.Dockerfile)$/;

/**
 * Every command line that a repository's files run: scripts of package.json, a Procfile, services of compose
 * files, and the last stage of a Dockerfile. Scripts for development are left out.
 */
export function findPlaces(folder: string, manifest: ScriptManifest | undefined): readonly RuntimePlace[] {
  const names = list(folder);
  const images = new Map(
    names.filter(name => DOCKERFILE.test(name)).map(name => [name, imageOf(readText(folder, name))]),
  );
  const built = [...images].filter(([, image]) => image.words.length > 0);
  return [
    ...scriptPlaces(manifest),
    ...procfilePlaces(readText(folder, 'Procfile')),
    ...names.filter(name => COMPOSE_FILE.test(name)).flatMap(name => composePlaces(folder, name, images)),
    ...built.map(([source, { words, env }]) => ({ source, words, env })),
  ];
}

function scriptPlaces(manifest: ScriptManifest | undefined): readonly RuntimePlace[] {
  return Object.entries(manifest?.scripts ?? {}).flatMap(([name, script]) =>
    typeof script === 'string' && !DEVELOPMENT.test(name)
      ? [{ source: `package.json scripts.${name}`, words: ['sh', '-c', script], env: {} }]
      : [],
  );
}

function procfilePlaces(text: string): readonly RuntimePlace[] {
  return [...text.matchAll(/^([\w-]+):\s*(.+)$/gm)].map(([, name, line = '']) => ({
    source: `Procfile ${name}`,
    words: ['sh', '-c', line],
    env: {},
  }));
}

/**
 * A service inherits what it does not set from its image. Only images that
 * are built in this folder are known.
 */
function composePlaces(
  folder: string,
  file: string,
  images: ReadonlyMap<string, Image>,
): readonly RuntimePlace[] {
  const services = Object.entries<Record<string, unknown>>(
    Object(parseYaml(readText(folder, file))?.services),
  );
  return services.map(([name, service]) => {
    const image = images.get(dockerfileOf(service?.build) ?? '');
    const entrypoint = service?.entrypoint === undefined ? image?.entrypoint : toWords(service.entrypoint);
    // A service's own entrypoint discards the image's command.
    const inherited = service?.entrypoint === undefined ? image?.command : undefined;
    const command = service?.command === undefined ? inherited : toWords(service.command);
    const files = [service?.env_file ?? []].flat().map(entry => Object(entry).path ?? entry);
    const fromFiles = files.map(path => parseDotenv(readText(folder, String(path))));
    return {
      source: `${file} services.${name}`,
      words: [...(entrypoint ?? []), ...(command ?? [])],
      env: { ...image?.env, ...Object.assign({}, ...fromFiles), ...toEnvironment(service?.environment) },
    };
  });
}

/** The Dockerfile of a service that is built from this folder. */
function dockerfileOf(build: unknown): string | undefined {
  if (build === undefined) return undefined;
  const { context = '.', dockerfile = 'Dockerfile' } =
    typeof build === 'string' ? { context: build } : Object(build);
  return /^\.\/?$/.test(String(context)) ? String(dockerfile).replace(/^\.\//, '') : undefined;
}

function parseYaml(text: string) {
  try {
    return parse(text, { merge: true });
  } catch {
    return undefined;
  }
}

function readText(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
