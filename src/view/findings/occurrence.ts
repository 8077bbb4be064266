import type { ViewException } from '../model/exceptions.ts';
import type { ViewFinding, ViewFindingCode } from '../model/findings.ts';

/** One finding, seen at one place. */
export interface Occurrence {
  readonly code: ViewFindingCode;
  readonly severity: ViewFinding['severity'];
  /** The key that occurrences of the same finding share, in addition to code and service. */
  readonly key: string;
  /** One line. If several occurrences are counted together, the latest title is used. */
  readonly title: string;
  readonly fix: string;
  readonly service: string;
  /** One line about this place. */
  readonly text: string;
  readonly timeMs: number;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly logId: number | null;
  readonly source?: string | null;
  readonly exception?: ViewException | null;
  /** Numbers to add up over all occurrences, for titles that contain them. */
  readonly tokens?: { readonly input: number; readonly output: number };
}

/** The key that distinguishes findings. */
export function identityOf({ code, service, key }: Occurrence): string {
  return JSON.stringify([code, service, key]);
}

/** The string without its numbers and ids. */
export function withoutNumbers(text: string): string {
  return text.replace(/[\da-f]{8,}|\d+/gi, '#');
}
