import type { PackageManifest } from '../config/configuration.ts';
import { listed } from '../config/messages/message.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { type SplitCommand, splitCommand } from './split-command.ts';

/** The words of the command to run, or an explanation for the user. */
export type ServiceCommand =
  | { readonly command: readonly string[] }
  /** `isUnknown`: package.json does not name a command for any service. */
  | { readonly problem: string; readonly isUnknown?: boolean };

const EXAMPLE = '"otel-run": { "services": { "worker": "node dist/worker.js" } }';

/**
 * The command that package.json names for a service (`"otel-run": { "services": { "worker": "node …" } }`).
 *
 * @param service the effective service name; undefined if there is none
 */
export function serviceCommand(
  service: string | undefined,
  manifest: PackageManifest | undefined,
): ServiceCommand {
  const services = servicesOf(manifest);
  const known = Object.keys(services);
  if (known.length === 0) {
    const problem = `no command was given, and package.json does not name one for a service, as in ${EXAMPLE}`;
    return { problem, isUnknown: true };
  }
  const choice = `package.json has commands for ${listed(known)}`;
  if (service === undefined) {
    return { problem: `no command was given: ${choice}, choose with --service` };
  }
  if (!Object.hasOwn(services, service)) {
    const nearest = nearestName(service, known);
    const meant = nearest ? `. Did you mean --service ${nearest}?` : '';
    return { problem: `no command was given, and there is none for service "${service}": ${choice}${meant}` };
  }
  const line = services[service];
  const where = `package.json: otel-run.services.${service}`;
  if (typeof line !== 'string')
    return { problem: `${where} is not a string: write a command line, as in ${EXAMPLE}` };
  const split = splitCommand(line);
  return split.ok ? { command: split.words } : { problem: `${where} ${REASONS[split.problem](split)}` };
}

type Refusal = Extract<SplitCommand, { ok: false }>;

const REASONS: Readonly<Record<Refusal['problem'], (refusal: Refusal) => string>> = {
  empty: () => 'is empty: write a command line',
  quote: ({ character }) => `has a quote (${character}) that is not closed`,
  backslash: () => 'ends in a backslash, but a backslash quotes the next character',
  shell: ({ character }) =>
    `has a ${character} outside of quotes, which only a shell understands: ` +
    "quote it, or run it with a shell: sh -c '…'",
  assignment: () =>
    'begins with an assignment, which only a shell understands: put the variable into an env file, ' +
    'or start it with env: env NAME=value node …',
};

function servicesOf(manifest: PackageManifest | undefined): Readonly<Record<string, unknown>> {
  const settings = manifest?.['otel-run'];
  const services = isRecord(settings) ? settings.services : undefined;
  return isRecord(services) ? services : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
