import { createHash } from 'node:crypto';
import type { ViewFinding, ViewFindingCode } from '../model/findings.ts';
import { identityOf, type Occurrence } from './occurrence.ts';

/** Findings, grouped regardless of how often they were seen. */
export interface FindingBook {
  /** Replaces the findings of a trace. Returns whether they differ from before. */
  replace(traceId: string, occurrences: readonly Occurrence[], revision: number): boolean;
  /** Records a finding that belongs to no trace or is reported once. */
  add(occurrences: readonly Occurrence[], revision: number): void;
  /** Forgets what traces had and where in them, but keeps the counts. */
  forget(traceIds: ReadonlySet<string>, revision: number): void;
  codesOf(traceId: string): readonly ViewFindingCode[];
  ofTrace(traceId: string): readonly ViewFinding[];
  /** Errors first, then warnings, then the rest; the latest first. */
  all(): readonly ViewFinding[];
  since(revision: number): readonly ViewFinding[];
  /** The revision of the last change. */
  readonly revision: number;
}

interface Entry {
  readonly id: string;
  /** The latest places. */
  last: Occurrence;
  count: number;
  first: number;
  input: number;
  output: number;
  revision: number;
  places: Occurrence[];
}

const MOST_FINDINGS = 500;

const MOST_PLACES = 5;

const RANKS = { error: 0, warning: 1, info: 2 } as const;

export function createFindingBook(): FindingBook {
  return new GroupedFindings();
}

class GroupedFindings implements FindingBook {
  revision = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #byTrace = new Map<string, readonly Occurrence[]>();

  replace(traceId: string, occurrences: readonly Occurrence[], revision: number): boolean {
    const before = this.#byTrace.get(traceId) ?? [];
    if (JSON.stringify(before) === JSON.stringify(occurrences)) return false;
    for (const occurrence of before) this.#take(occurrence);
    for (const occurrence of occurrences) this.#put(occurrence, revision);
    if (occurrences.length > 0) this.#byTrace.set(traceId, occurrences);
    else this.#byTrace.delete(traceId);
    this.revision = revision;
    return true;
  }

  add(occurrences: readonly Occurrence[], revision: number): void {
    for (const occurrence of occurrences) this.#put(occurrence, revision);
    if (occurrences.length > 0) this.revision = revision;
  }

  forget(traceIds: ReadonlySet<string>, revision: number): void {
    for (const traceId of traceIds) this.#byTrace.delete(traceId);
    for (const entry of this.#entries.values()) {
      if (!forgetPlaces(entry, traceIds)) continue;
      entry.revision = revision;
      this.revision = revision;
    }
  }

  codesOf(traceId: string): readonly ViewFindingCode[] {
    return [...new Set((this.#byTrace.get(traceId) ?? []).map(({ code }) => code))];
  }

  ofTrace(traceId: string): readonly ViewFinding[] {
    return foundIn(this.#byTrace.get(traceId) ?? [], this.#entries);
  }

  all(): readonly ViewFinding[] {
    return found(this.#entries, -1);
  }

  since(revision: number): readonly ViewFinding[] {
    return found(this.#entries, revision);
  }

  #put(occurrence: Occurrence, revision: number): void {
    const identity = identityOf(occurrence);
    const entry = this.#entries.get(identity) ?? newEntry(identity, occurrence);
    this.#entries.set(identity, entry);
    count(entry, occurrence, 1);
    entry.first = Math.min(entry.first, occurrence.timeMs);
    if (occurrence.timeMs >= entry.last.timeMs) entry.last = occurrence;
    entry.places.push(occurrence);
    if (entry.places.length > MOST_PLACES) entry.places.shift();
    entry.revision = revision;
    if (this.#entries.size > MOST_FINDINGS) dropStalest(this.#entries);
  }

  /** Removes the findings of a trace from before more of it arrived. */
  #take(occurrence: Occurrence): void {
    const entry = this.#entries.get(identityOf(occurrence));
    if (!entry) return;
    count(entry, occurrence, -1);
    const index = entry.places.indexOf(occurrence);
    if (index !== -1) entry.places.splice(index, 1);
  }
}

/** The findings that changed after a revision, in their order. */
function found(entries: ReadonlyMap<string, Entry>, after: number): ViewFinding[] {
  return sorted([...entries.values()].filter(({ revision, count }) => revision > after && count > 0)).map(
    toFinding,
  );
}

/** The findings of one trace, each with its place in the trace. */
function foundIn(occurrences: readonly Occurrence[], entries: ReadonlyMap<string, Entry>): ViewFinding[] {
  return [...new Set(occurrences.map(identityOf))].flatMap(identity => {
    const entry = entries.get(identity);
    const own = occurrences.find(occurrence => identityOf(occurrence) === identity);
    return entry && own ? [{ ...toFinding(entry), ...placeOf(own), title: titleOf(entry, own) }] : [];
  });
}

function count(entry: Entry, { tokens }: Occurrence, times: 1 | -1): void {
  entry.count += times;
  entry.input += times * (tokens?.input ?? 0);
  entry.output += times * (tokens?.output ?? 0);
}

/** Keeps the text of a finding, but no place in one of these traces. Returns whether it had one. */
function forgetPlaces(entry: Entry, traceIds: ReadonlySet<string>): boolean {
  const isKept = ({ traceId }: Occurrence) => traceId === null || !traceIds.has(traceId);
  const kept = entry.places.filter(isKept);
  if (kept.length === entry.places.length && isKept(entry.last)) return false;
  entry.places = kept;
  if (!isKept(entry.last)) entry.last = { ...entry.last, traceId: null, spanId: null, logId: null };
  return true;
}

function newEntry(identity: string, last: Occurrence): Entry {
  const id = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  return { id, last, count: 0, first: last.timeMs, input: 0, output: 0, revision: 0, places: [] };
}

function toFinding(entry: Entry): ViewFinding {
  const { id, last, count, first, places } = entry;
  const { code, severity, fix, service } = last;
  return {
    id,
    code,
    severity,
    title: titleOf(entry, last),
    fix,
    service,
    count,
    firstTimeMs: first,
    lastTimeMs: last.timeMs,
    ...placeOf(last),
    evidence: [...places]
      .reverse()
      .map(({ text, timeMs, traceId, spanId, logId }) => ({ text, timeMs, traceId, spanId, logId })),
  };
}

function titleOf({ count, input, output }: Entry, { title, tokens }: Occurrence): string {
  if (!tokens) return title;
  const number = (value: number) => value.toLocaleString('en-US');
  const calls = `${number(count)} call${count === 1 ? '' : 's'}`;
  return `${calls} of ${title}: ${number(input)} input and ${number(output)} output tokens`;
}

function placeOf({ traceId, spanId, logId, source = null, exception = null }: Occurrence) {
  return { traceId, spanId, logId, source, exception };
}

function sorted(entries: readonly Entry[]): Entry[] {
  return [...entries].sort(
    (one, other) =>
      RANKS[one.last.severity] - RANKS[other.last.severity] || other.last.timeMs - one.last.timeMs,
  );
}

function dropStalest(entries: Map<string, Entry>): void {
  const [stalest] = [...entries].sort(([, one], [, other]) => one.last.timeMs - other.last.timeMs);
  if (stalest) entries.delete(stalest[0]);
}
