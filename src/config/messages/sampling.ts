import type { SamplingProblem } from '../parse/sampling.ts';
import type { Message } from './message.ts';

const REASONS: Record<SamplingProblem, string> = {
  quoted: 'it has a quotation mark, which becomes part of the rule',
  'no-comma': 'a comma is missing between two rules',
  'no-amount': 'it does not say how much to keep: there is no "=" followed by a share',
  'no-name': 'there is no name before the "="',
  time: 'slow needs a time with a unit, as in slow:500ms',
  share: 'the share must be a number from 0 to 1, or a rate such as 10/s',
  percent: 'the share must be a number from 0 to 1, not a percentage',
  rate: 'a rate is a number of traces per second, minute or hour: 10/s, 100/m, 1000/h',
};

const EXAMPLE = 'OTEL_RUN_SAMPLING="error=1, slow:500ms=1, GET /healthz=0, *=0.05"';

/** Findings about which traces and log records are kept. */
export const SAMPLING_MESSAGES = {
  'sampling-invalid': {
    severity: 'error',
    message: (subject, { text, position, problem }) =>
      `${subject} cannot be read at character ${position}, "${text}": ${REASONS[problem as SamplingProblem]}.`,
    fix: () =>
      `Write error, slow:<time>, a span's name, <METHOD> <route> or *, each with the share to keep: ${EXAMPLE}`,
  },
  'sampling-unreachable': {
    severity: 'warning',
    message: (subject, { text, by }) =>
      `${subject} has a rule that never applies, "${text}": "${by}" comes first and matches the same traces.`,
    fix: (_subject, { text, by }) => `Put "${text}" before "${by}", or leave it out.`,
  },
  'sampling-without-traces': {
    severity: 'warning',
    message: (subject, { because }) => `${subject} is set, but ${because}: no rule has an effect.`,
    fix: (subject, { remedy }) => `${remedy}, or unset ${subject}`,
  },
  'sampling-rules': {
    severity: 'info',
    message: (subject, { words }) => `${subject} ${words}.`,
    fix: (_subject, { logs }) =>
      logs === 'all'
        ? 'All log records are kept, even those of dropped traces (OTEL_RUN_SAMPLING_LOGS=all)'
        : 'Log records below WARN are dropped with their trace; OTEL_RUN_SAMPLING_LOGS=all keeps them',
  },
  'log-limit-invalid': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} is "${value}", which is not a rate: every log record is kept.`,
    fix: subject => `Write how many similar records to keep per second, minute or hour: ${subject}=100/s`,
  },
} satisfies Record<string, Message>;
