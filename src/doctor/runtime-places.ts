import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ScriptManifest, wordsOf } from './application.ts';

/** A place that runs a command line, and the variables that it sets. */
export interface Place {
  readonly source: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const DEVELOPMENT = /^(pre|post)?(dev|watch|test|debug|local|preview)\b/;
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * Every command line that a repository's files run: scripts of package.json, a Procfile, services of compose.yaml,
 * and the last ENTRYPOINT and CMD of a Dockerfile. Scripts for development are left out.
 */
export function findPlaces(folder: string, manifest: ScriptManifest | undefined): readonly Place[] {
  return [
    ...scriptPlaces(manifest),
    ...procfilePlaces(readText(folder, 'Procfile')),
    ...COMPOSE_FILES.flatMap(name => composePlaces(name, readText(folder, name))),
    ...dockerfilePlaces(readText(folder, 'Dockerfile')),
  ];
}

function scriptPlaces(manifest: ScriptManifest | undefined): readonly Place[] {
  return Object.entries(manifest?.scripts ?? {}).flatMap(([name, script]) =>
    typeof script === 'string' && !DEVELOPMENT.test(name)
      ? [{ source: `package.json scripts.${name}`, words: wordsOf(script), env: {} }]
      : [],
  );
}

function procfilePlaces(text: string): readonly Place[] {
  return [...text.matchAll(/^([\w-]+):\s*(.+)$/gm)].map(([, name, line = '']) => ({
    source: `Procfile ${name}`,
    words: wordsOf(line),
    env: {},
  }));
}

function composePlaces(file: string, text: string): readonly Place[] {
  const services = Object.entries<Record<string, unknown>>(parseYaml(text)?.services ?? {});
  return services.map(([name, service]) => ({
    source: `${file} services.${name}`,
    words: [...toWords(service?.entrypoint), ...toWords(service?.command)],
    env: toEnv(service?.environment),
  }));
}

function dockerfilePlaces(text: string): readonly Place[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split('\n');
  const last = (instruction: RegExp) =>
    lines.findLast(line => instruction.test(line))?.replace(instruction, '');
  const words = [last(/^\s*ENTRYPOINT\s+/i), last(/^\s*CMD\s+/i)].flatMap(instructionWords);
  const assignments = lines.flatMap(line => (/^\s*ENV\s+/i.test(line) ? (line.match(/\w+=\S+/g) ?? []) : []));
  return words.length > 0 ? [{ source: 'Dockerfile', words, env: toEnv(assignments) }] : [];
}

function instructionWords(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  return text.trim().startsWith('[') ? toWords(parseYaml(text)) : wordsOf(text);
}

function toWords(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? wordsOf(value) : [];
}

function toEnv(value: unknown): Readonly<Record<string, string>> {
  const entries = Array.isArray(value)
    ? value.map(entry => String(entry).split(/=(.*)/s))
    : Object.entries((value as object) ?? {});
  return Object.fromEntries(
    entries.map(([name, text]) => [name, String(text ?? '').replace(/^["']|["']$/g, '')]),
  );
}

function parseYaml(text: string) {
  try {
    return parse(text);
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
