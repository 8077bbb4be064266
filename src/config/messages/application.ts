import { type FindingData, listed, type Message } from './message.ts';

/** Findings about the application and what else instruments it. Only doctor has them. */
export const APPLICATION_MESSAGES = {
  'double-instrumentation': {
    severity: 'warning',
    message: (subject, { place }) =>
      place === 'package.json'
        ? `${subject} is a dependency. If the application starts it, two agents instrument the process: spans may double, or one agent stays silent.`
        : `${subject} is preloaded by ${place}, in addition to otel-run: two agents patch the same libraries, so spans double or one agent stays silent.`,
    fix: (subject, { place }) =>
      place === 'package.json'
        ? `Use one of the two: remove ${subject}, or do not start it under otel-run.`
        : `Use one of the two: remove ${subject} from ${place}.`,
  },
  'own-sdk': {
    severity: 'info',
    message: subject =>
      `${subject} is a dependency: if the application starts its own SDK, otel-run makes that SDK inert.`,
    fix: () =>
      'Nothing if this is intended; otherwise OTEL_RUN_OWN_SDK=theirs lets the application keep its SDK.',
  },
  'api-version': {
    severity: 'warning',
    message: (subject, { version, folder }) =>
      `${subject} ${version} (${folder}) has a different major version from otel-run's: everything recorded through it is lost.`,
    fix: subject => `Install the current major version, once: npm install ${subject}@1 && npm dedupe`,
  },
  'api-copies': {
    severity: 'info',
    message: (subject, { copies }) =>
      `${subject} is installed ${count(copies)} times (${listed(copies)}): otel-run serves every copy of version 1.`,
    fix: () => 'Nothing, or keep a single copy: npm dedupe',
  },
  'sdk-copies': {
    severity: 'warning',
    message: (subject, { copies }) =>
      `${subject} is installed ${count(copies)} times (${listed(copies)}): one copy does not see what another registers or wraps, so spans are lost, doubled or without a parent.`,
    fix: subject =>
      `Keep one: run npm dedupe, or find out with npm ls ${subject} which package needs which copy, then add "overrides" to package.json.`,
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
      `Packages are in Yarn's Plug'n'Play (${subject}), which doctor cannot read: it does not know what is installed.`,
    fix: () =>
      'Nothing: a run instruments what the application loads. With nodeLinker: node-modules, doctor can look.',
  },
  'bundled-application': {
    severity: 'warning',
    message: (subject, { bundler, packages }) =>
      `${subject} was bundled by ${bundler}, with packages inside${inside(packages)}: these packages are not instrumented.`,
    fix: (_subject, { remedy }) => String(remedy),
  },
  'esm-unsupported': {
    severity: 'warning',
    message: (subject, { reason }) =>
      `${subject} is an ES module, and ${reason}: the packages that it imports are not instrumented, and only HTTP spans without routes remain.`,
    fix: (_subject, { remedy }) => String(remedy),
  },
  'service-name-shared': {
    severity: 'warning',
    message: (_subject, { value, runtimes }) =>
      `${listed(runtimes)} are different programs, but all of them would run as "${value}": their telemetry could not be told apart.`,
    fix: () => 'Give each its own name: otel-run --service <name> -- <command>',
  },
  'entry-missing': {
    severity: 'error',
    message: (subject, { folder }) =>
      `${subject} does not exist in ${folder}: Node.js would refuse to start. Doctor could not examine the application.`,
    fix: (subject, { nearest }) =>
      nearest
        ? `If you meant ${nearest}, write that.`
        : `Build it first, correct ${subject}, or change to its folder.`,
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
