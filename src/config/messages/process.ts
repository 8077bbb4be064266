import type { Message } from './message.ts';

/** Findings about the process that would run, and about the answers to a probe. Only doctor has them. */
export const PROCESS_MESSAGES = {
  'telemetry-disabled': {
    severity: 'info',
    message: (_subject, { because }) =>
      `Telemetry is switched off (${because}): the command runs untouched, and nothing else was checked.`,
    fix: subject => `Nothing if this is intended; otherwise unset ${subject}.`,
  },
  'node-unsupported': {
    severity: 'warning',
    message: (_subject, { version, refused }) =>
      refused
        ? `Node.js ${version} is too old for otel-run: the application runs without telemetry.`
        : `otel-run is not tested on the release line of Node.js ${version}: telemetry may be incomplete.`,
    fix: () => 'Use a maintained line: Node.js 24 or newer, 22 (from 22.15) or 20 (from 20.19).',
  },
  'node-options-invalid': {
    severity: 'warning',
    message: (_subject, { problem }) => `NODE_OPTIONS ${problem}: Node.js refuses to start with it.`,
    fix: (_subject, { remedy }) => String(remedy),
  },
  'node-options-restrictive': {
    severity: 'warning',
    message: (_subject, { option, effect }) => `NODE_OPTIONS has ${option}: ${effect}.`,
    fix: (_subject, { remedy }) => String(remedy),
  },
  'node-options-shared': {
    severity: 'info',
    message: (_subject, { options }) =>
      `NODE_OPTIONS has ${options}: every Node.js process obeys that, otel-run itself before the command.`,
    fix: () =>
      'Give the option to the command (otel-run -- node --inspect-brk server.js), or put NODE_OPTIONS into a file for -e.',
  },
  'environment-stripped': {
    severity: 'warning',
    message: () =>
      'turbo runs its tasks in strict mode, which removes the OTEL_* variables: the tasks run without telemetry.',
    fix: subject => `Add to ${subject}: "globalPassThroughEnv": ["OTEL_*"]`,
  },
  'pid1-no-init': {
    severity: 'info',
    message: () =>
      'The command is the first process of its container: the kernel ignores signals that the command does not handle, and nothing reaps orphaned processes.',
    fix: () => 'Start the container with an init: docker run --init, or ENTRYPOINT ["tini", "--"]',
  },
  'memory-limit-low': {
    severity: 'info',
    message: (_subject, { megabytes }) =>
      `The container has ${megabytes} MB of memory, and instrumentation takes some tens of MB.`,
    fix: () => 'Watch the memory of the first deployment, or raise the limit.',
  },
  'probe-failed': {
    severity: 'error',
    message: (subject, { endpoint, reading }) => `The probe of ${subject} to ${endpoint} failed: ${reading}.`,
    fix: (_subject, { remedy }) => String(remedy),
  },
} satisfies Record<string, Message>;
