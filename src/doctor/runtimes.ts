import { basename } from 'node:path';
import { type Finding, finding } from '../config/finding.ts';
import { nodeCommand, type ScriptManifest } from './application.ts';
import type { Place } from './runtime-places.ts';

/** A place in the repository that runs a program with otel-run, and the service name it would have. */
export interface Runtime {
  readonly source: string;
  /** `null`: nothing in the repository names it, the environment has to. */
  readonly service: string | null;
}

/** A runtime with the file that it runs. */
interface Found extends Runtime {
  readonly program: string | undefined;
}

/** What is known beside the command lines. */
export interface RuntimeFacts {
  readonly manifest: ScriptManifest | undefined;
  /** The name that package.json gives to every runtime that has none of its own. */
  readonly packageService: string | undefined;
  /** Reads the arguments of otel-run; undefined where they run no command. */
  readonly parse: (
    words: readonly string[],
  ) => { readonly service: string | undefined; readonly command: readonly string[] } | undefined;
}

/** The command lines that run otel-run, with their service names, and a finding for each name that programs share. */
export function runtimesOf(
  places: readonly Place[],
  facts: RuntimeFacts,
): { readonly runtimes: readonly Runtime[]; readonly findings: readonly Finding[] } {
  const found = places.flatMap(place => runtimeOf(place, facts) ?? []);
  return {
    runtimes: found.map(({ source, service }) => ({ source, service })),
    findings: sharedNames(found),
  };
}

function runtimeOf({ source, words, env }: Place, facts: RuntimeFacts): Found | undefined {
  const start = words.findIndex(word => basename(word) === 'otel-run');
  const parsed = start < 0 ? undefined : facts.parse(words.slice(start + 1));
  if (!parsed) return undefined;
  const assigned = words.slice(0, start).find(word => word.startsWith('OTEL_SERVICE_NAME='));
  const named = parsed.service ?? assigned?.replace(/^[^=]*=/, '') ?? env.OTEL_SERVICE_NAME;
  const service = named ?? facts.packageService;
  const program = nodeCommand(parsed.command, facts.manifest, 0)?.file;
  return {
    source,
    // A reference that something else fills in names nothing yet.
    service: service && !service.includes('$') ? service : null,
    program: program && stem(program),
  };
}

/** `dist/server.js` and `src/server.ts` are one program, built and not. */
function stem(file: string): string {
  return basename(file).replace(/\.[cm]?[jt]s$/, '');
}

function sharedNames(found: readonly Found[]): readonly Finding[] {
  const names = new Set(found.flatMap(({ service }) => service ?? []));
  return [...names].flatMap(value => {
    const sharing = found.filter(({ service, program }) => service === value && program !== undefined);
    if (new Set(sharing.map(({ program }) => program)).size < 2) return [];
    const runtimes = sharing.map(({ source }) => source);
    return [finding('service-name-shared', 'OTEL_SERVICE_NAME', { value, runtimes })];
  });
}
