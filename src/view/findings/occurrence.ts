import type { ViewException } from '../model/exceptions.ts';
import type { ViewFinding, ViewFindingCode } from '../model/findings.ts';

/** One finding, seen at one place. */
export interface Occurrence {
  readonly code: ViewFindingCode;
  readonly severity: ViewFinding['severity'];
  /** What other occurrences of the same have alike, beside code and service. */
  readonly key: string;
  /** One line. Where several are counted together the latest one's holds. */
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
  /** Numbers that are added up over all occurrences, for a title that says them. */
  readonly tokens?: { readonly input: number; readonly output: number };
}

/** What tells a finding from others. */
export function identityOf({ code, service, key }: Occurrence): string {
  return JSON.stringify([code, service, key]);
}
