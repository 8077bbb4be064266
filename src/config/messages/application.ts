import { type FindingData, listed, type Message } from './message.ts';

/** Findings about the application and what else instruments it. Only doctor has them. */
export const APPLICATION_MESSAGES = {
  'double-instrumentation': {
    severity: 'warning',
    message: (subject, { place }) =>
      place === 'package.json'
        ? `${subject} is a dependency and instruments the process too, if the application starts it: spans may double, or one of the two stays silent.`
        : `${subject} is preloaded by ${place}, beside otel-run: two agents patch the same libraries, spans double, or one of the two stays silent.`,
    fix: (subject, { place }) =>
      place === 'package.json'
        ? `Use one of the two: remove ${subject}, or do not start it under otel-run.`
        : `Use one of the two: remove ${subject} from ${place}.`,
  },
  'own-sdk': {
    severity: 'info',
    message: subject =>
      `${subject} is a dependency: if the application starts an SDK itself, otel-run makes that one inert.`,
    fix: () => 'Nothing, if that is meant; else OTEL_RUN_OWN_SDK=theirs lets the application keep its own.',
  },
  'api-version': {
    severity: 'warning',
    message: (subject, { version, folder }) =>
      `${subject} ${version} (${folder}) is another major version than otel-run's: whatever is recorded through it is lost.`,
    fix: subject => `Ask for the current major version, once: npm install ${subject}@1 && npm dedupe`,
  },
  'api-copies': {
    severity: 'info',
    message: (subject, { copies }) =>
      `${subject} is installed ${count(copies)} times (${listed(copies)}): otel-run serves every copy of version 1.`,
    fix: () => 'Nothing, or one copy for all: npm dedupe',
  },
  'sdk-copies': {
    severity: 'warning',
    message: (subject, { copies }) =>
      `${subject} is installed ${count(copies)} times (${listed(copies)}): what one copy registers or wraps, another one does not know, so that spans are lost, double, or have no parent.`,
    fix: subject =>
      `Keep one: npm dedupe, or npm ls ${subject} to see who asks for which, then "overrides" in package.json.`,
  },
  'version-unsupported': {
    severity: 'warning',
    message: (subject, { installed, supported }) =>
      `${subject} ${installed} is installed, but its instrumentation supports ${supported}: it will not be traced.`,
    fix: subject => `Install a supported version of ${subject}, or look for a newer otel-run.`,
  },
  'packages-unknown': {
    severity: 'info',
    message: subject =>
      `Packages are in Yarn's Plug'n'Play (${subject}), which doctor does not read: it cannot tell what is installed.`,
    fix: () =>
      'Nothing: a run instruments what the application loads. nodeLinker: node-modules lets doctor look.',
  },
  'bundled-application': {
    severity: 'warning',
    message: (subject, { bundler, packages }) =>
      `${subject} was bundled by ${bundler}, with packages inside${inside(packages)}: what is bundled is not seen.`,
    fix: (_subject, { remedy }) => String(remedy),
  },
  'esm-unsupported': {
    severity: 'warning',
    message: (subject, { reason }) =>
      `${subject} is an ES module, and ${reason}: what it imports is not instrumented, only HTTP spans without routes remain.`,
    fix: (_subject, { remedy }) => String(remedy),
  },
  'service-name-shared': {
    severity: 'warning',
    message: (_subject, { value, runtimes }) =>
      `${listed(runtimes)} are different programs, and all of them would run as "${value}": nobody could tell their telemetry apart.`,
    fix: () => 'Give each its own name: otel-run --service <name> -- <command>',
  },
  'entry-missing': {
    severity: 'error',
    message: (subject, { folder }) =>
      `${subject} is not there, in ${folder}: Node.js would refuse to start. Nothing of the application could be looked at.`,
    fix: (subject, { nearest }) =>
      nearest
        ? `If ${nearest} was meant, write that.`
        : `Build it first, correct ${subject}, or change into its folder.`,
  },
  'command-not-executable': {
    severity: 'error',
    message: (_subject, { reason }) =>
      `The command cannot be started: ${reason}. There would be no telemetry.`,
    fix: subject => `Install ${subject} where this runs, or correct its name or PATH.`,
  },
} satisfies Record<string, Message>;

function count(names: FindingData[string] | undefined): number {
  return Array.isArray(names) ? names.length : 1;
}

function inside(packages: string | number | readonly string[] | undefined): string {
  if (!Array.isArray(packages) || packages.length === 0) return '';
  const shown = packages.slice(0, 4);
  const more = packages.length - shown.length;
  return ` (${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}
