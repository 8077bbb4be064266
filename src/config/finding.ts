import type { FindingData, FindingSeverity, Message } from './messages/message.ts';
import { MESSAGES } from './messages/messages.ts';
import { redactSecrets } from './redact-secrets.ts';

export type { FindingData, FindingSeverity } from './messages/message.ts';

/** Every code a finding can have. `messages.ts` holds the severity and words of each. */
export type FindingCode = keyof typeof MESSAGES;

/**
 * Something worth telling the user about their configuration, as data. The words live in `messages.ts`.
 *
 * `subject` is the variable, option or file that it is about. `data` holds what the words need, never the
 * value of a secret.
 */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly subject: string;
  readonly data: FindingData;
}

/** A finding with the severity of its code. What was seen is shown without the secrets in it. */
export function finding(code: FindingCode, subject: string, data: FindingData = {}): Finding {
  return {
    code,
    severity: messageOf(code).severity,
    subject: redactSecrets(subject),
    data: withoutSecrets(data),
  };
}

/**
 * The words of a finding: what is wrong, what happens then, and what to do about it. They never contain a
 * secret.
 */
export function findingWords({ code, subject, data }: Finding): { message: string; fix: string } {
  const { message, fix } = messageOf(code);
  return { message: message(subject, data), fix: fix(subject, data) };
}

function messageOf(code: FindingCode): Message {
  return MESSAGES[code];
}

/** Anything may stand in any setting, also a header. An example is ours, with a placeholder for the secret. */
function withoutSecrets(data: FindingData): FindingData {
  const entries = Object.entries(data);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name === 'example' ? value : withoutSecret(value)]),
  );
}

function withoutSecret(value: FindingData[string]): FindingData[string] {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? redactSecrets(value) : value.map(redactSecrets);
}
