import type { WorkSpanProblem } from '../parse/work-spans.ts';
import { type FindingData, listed, type Message } from './message.ts';
import { WORK_SPAN_REASONS } from './reasons.ts';

const acceptedValues = (subject: string, { accepted, nearest }: FindingData) =>
  `Accepted: ${listed(accepted, 'or')}.${nearest ? ` Write ${subject}=${nearest}` : ''}`;

/** Findings about values that OpenTelemetry warns about and ignores, and about names that nothing reads. */
export const VALUE_MESSAGES = {
  'boolean-invalid': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} is "${value}", which is neither true nor false: it counts as false.`,
    fix: subject => `Write ${subject}=true or ${subject}=false`,
  },
  'number-invalid': {
    severity: 'warning',
    message: (subject, { value, used, range }) =>
      `${subject} is "${value}", but must be ${range}: ${used ? `the default ${used} is used` : 'it is ignored'}.`,
    fix: (subject, { example }) => `Write only digits, without a unit: ${subject}=${example}`,
  },
  'batch-exceeds-queue': {
    severity: 'warning',
    message: (subject, { value, queue, used }) =>
      `${subject} is ${value}, larger than ${queue} (${used}): batches hold at most ${used}.`,
    fix: (subject, { value, queue, used }) => `Write ${subject}=${used}, or ${queue}=${Number(value) * 4}`,
  },
  'ignore-path-invalid': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} names "${value}", but request paths begin with "/": it matches nothing.`,
    fix: (subject, { value }) => `Write ${subject}=/${value}`,
  },
  'sampler-unknown': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} is "${value}", which the JavaScript SDK does not have: parentbased_always_on is used instead.`,
    fix: acceptedValues,
  },
  'sampler-argument-invalid': {
    severity: 'warning',
    message: (subject, { value, sampler }) =>
      `${subject} is ${value}, but ${sampler} needs a number from 0 to 1: every trace is kept.`,
    fix: subject => `Write the share to keep: ${subject}=0.1`,
  },
  'sampler-argument-unused': {
    severity: 'warning',
    message: (subject, { value, sampler }) =>
      `${subject} is ${value}, but the sampler is ${sampler}, which takes no argument: it has no effect.`,
    fix: () => 'To keep a share of traces: OTEL_TRACES_SAMPLER=parentbased_traceidratio',
  },
  'compression-unknown': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} is "${value}", which the JavaScript exporters do not have: nothing is compressed.`,
    fix: acceptedValues,
  },
  'propagator-unknown': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} names "${value}", which the JavaScript SDK does not have: it is ignored.`,
    fix: acceptedValues,
  },
  'detector-unknown': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} names "${value}", which is not a resource detector: it is ignored.`,
    fix: acceptedValues,
  },
  'instrumentation-unknown': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} names "${value}", which is not an instrumentation: it has no effect.`,
    fix: (subject, { nearest }) =>
      nearest
        ? `Write ${subject}=${nearest}`
        : 'Use the end of the package name: http for @opentelemetry/instrumentation-http',
  },
  'extension-invalid': {
    severity: 'warning',
    message: (subject, { value, problem }) =>
      `${subject} is "${value}", which cannot be used completely: ${problem}. The application runs without the unusable part.`,
    fix: subject =>
      `Name a module, relative to the working directory or a package, whose default export is { instrumentations, spanProcessors, … }: ${subject}=./telemetry.cjs`,
  },
  'work-spans-unresolved': {
    severity: 'warning',
    message: (subject, { module }) =>
      `${subject} names a function of ${module}, a module that cannot be found: the function would get no span.`,
    fix: () =>
      'Write a path relative to the working directory (./dist/jobs.js) or a package name, and build first.',
  },
  'work-spans-invalid': {
    severity: 'warning',
    message: (subject, { position, problem }) =>
      `Entry ${position} of ${subject} cannot be read: ${WORK_SPAN_REASONS[problem as WorkSpanProblem]}.`,
    fix: subject => `Write ${subject}=./dist/jobs.js#recoverInterruptedJobs=worker.startup_recovery`,
  },
  'value-unknown': {
    severity: 'warning',
    message: (subject, { value, used }) =>
      `${subject} is "${value}", which is not an accepted value: ${used ? `${used} is used` : 'it is ignored'}.`,
    fix: acceptedValues,
  },
  'variable-unknown': {
    severity: 'warning',
    message: (subject, { nearest }) =>
      `${subject} is set, but nothing reads a variable with that name${nearest ? `. The closest known name is ${nearest}` : ''}.`,
    fix: (subject, { nearest }) =>
      nearest ? `If you meant ${nearest}, rename it; otherwise unset ${subject}.` : `Unset ${subject}.`,
  },
  'variable-unsupported': {
    severity: 'warning',
    message: subject => `${subject} is set, but the JavaScript SDK does not read it: it has no effect.`,
    fix: (subject, { instead }) => `Unset ${subject}: ${instead}.`,
  },
} satisfies Record<string, Message>;
