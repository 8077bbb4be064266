import { type Finding, finding } from '../config/finding.ts';
import { parseResourceAttributes } from '../config/parse/resource-attributes.ts';
import { nodeCommand, type ScriptManifest } from './application.ts';
import type { RuntimePlace } from './runtime-places.ts';
import { commandsWith } from './shell-words.ts';

/** A place in the repository that runs a program with otel-run, and the service name it would have. */
export interface NodeRuntime {
  readonly source: string;
  /** `null`: nothing in the repository names it, so the environment must. */
  readonly service: string | null;
}

/** A runtime with the file that it runs. */
interface Found extends NodeRuntime {
  readonly program: string | undefined;
}

/** What is known in addition to the command lines. */
export interface RuntimeFacts {
  readonly manifest: ScriptManifest | undefined;
  /** The name that package.json gives to every runtime without its own name. */
  readonly packageService: string | undefined;
  /** Reads the arguments of otel-run; undefined if they do not run a command. */
  readonly parse: (words: readonly string[]) => ParsedRun | undefined;
}

/** The relevant arguments of otel-run. */
export interface ParsedRun {
  readonly service: string | undefined;
  readonly command: readonly string[];
  /** The variables of its env files. */
  readonly variables: Readonly<Record<string, string>>;
}

/** otel-run, as it appears in command lines: `npx otel-run@1`, `node_modules/.bin/otel-run`. */
const OTEL_RUN = /^(?:.*[\\/])?otel-run(?:@[\w.^~-]+|\.js)?$/;

/** The command lines that run otel-run, with their service names, and a finding for each name that programs share. */
export function runtimesOf(
  places: readonly RuntimePlace[],
  facts: RuntimeFacts,
): { readonly runtimes: readonly NodeRuntime[]; readonly findings: readonly Finding[] } {
  const found = places.flatMap(place =>
    commandsWith(OTEL_RUN, place.words).flatMap(words => runtimeOf({ ...place, words }, facts) ?? []),
  );
  return {
    runtimes: found.map(({ source, service }) => ({ source, service })),
    findings: sharedNames(found),
  };
}

function runtimeOf({ source, words, env }: RuntimePlace, facts: RuntimeFacts): Found | undefined {
  const start = words.findIndex(word => OTEL_RUN.test(word));
  const parsed = start < 0 ? undefined : facts.parse(words.slice(start + 1));
  if (!parsed) return undefined;
  const assigned = Object.fromEntries(
    words
      .slice(0, start)
      .flatMap(word => (/^\w+=/.test(word) ? [word.split(/=(.*)/s) as [string, string]] : [])),
  );
  const named = parsed.service ?? nameIn({ ...parsed.variables, ...env, ...assigned });
  // Without a command, it runs what package.json names for the service. Without a service, it runs nothing.
  if (parsed.command.length === 0 && named === undefined) return undefined;
  const service = named ?? facts.packageService;
  return {
    source,
    // A reference is not a name yet.
    service: service && !service.includes('$') ? service : null,
    program: programOf(parsed.command, facts),
  };
}

/** OpenTelemetry's own order: the variable, then the attribute. */
function nameIn(env: Readonly<Record<string, string>>): string | undefined {
  if (env.OTEL_SERVICE_NAME?.trim()) return env.OTEL_SERVICE_NAME.trim();
  const parsed = parseResourceAttributes(env.OTEL_RESOURCE_ATTRIBUTES);
  return parsed.ok ? parsed.attributes['service.name'] : undefined;
}

/**
 * Folders of builds, sources and images, which do not identify the program:
 * `/app/dist/server.js`, `src/server.ts`.
 */
const PLACES = /^(?:|\.|app|usr|srv|opt|home|node|workspace|dist|build|lib|out|output|src)$/;

/** What distinguishes programs: the file that Node.js runs, built or not, otherwise the command itself. */
function programOf(command: readonly string[], { manifest }: RuntimeFacts): string | undefined {
  const file = nodeCommand(command, manifest, 0)?.file;
  if (file === undefined) return command.join(' ') || undefined;
  const parts = file.replace(/\.[cm]?[jt]s$/, '').split(/[\\/]/);
  return parts.filter((part, index) => index === parts.length - 1 || !PLACES.test(part)).join('/');
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
