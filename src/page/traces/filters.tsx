import { serviceNames, traces } from '../data/state.ts';
import { go, route } from '../parts/route.ts';
import { filterHref, filterOf, type TraceFilter } from './filter.ts';
import { FINDING_WORDS } from './finding-words.ts';
import { olderMatches } from './found.ts';

const DURATIONS = [10, 50, 100, 500, 1000, 5000];

const NO_FILTER: TraceFilter = { service: '', text: '', status: '', minDurationMs: 0, finding: '' };

/** The fields above the list of traces. The page's address holds their values. */
export function TraceFilters({ shown }: { readonly shown: number }) {
  const filter = filterOf(route.value);
  const set = (fields: Partial<TraceFilter>) => go(filterHref({ ...filter, ...fields }), { replace: true });
  const isNarrowed = Object.values(filter).some(value => value !== '' && value !== 0);
  return (
    <search class="filters">
      <input
        class="field search"
        type="search"
        value={filter.text}
        placeholder="Filter by route, name, text or id  ( / )"
        aria-label="Filter traces by text"
        onInput={({ currentTarget }) => set({ text: currentTarget.value })}
      />
      <Choice label="Service" value={filter.service} onChoose={service => set({ service })}>
        {serviceNames.value.map(name => [name, name] as const)}
      </Choice>
      <Choice label="Status" value={filter.status} onChoose={status => set({ status })}>
        {['error', '2xx', '3xx', '4xx', '5xx'].map(status => [status, status] as const)}
      </Choice>
      <DurationChoice ms={filter.minDurationMs} onChoose={minDurationMs => set({ minDurationMs })} />
      {filter.finding !== '' && (
        <button type="button" class="button" onClick={() => set({ finding: '' })}>
          {FINDING_WORDS[filter.finding as keyof typeof FINDING_WORDS] ?? filter.finding} ✕
        </button>
      )}
      {isNarrowed && (
        <button type="button" class="button plain" onClick={() => set(NO_FILTER)}>
          Clear
        </button>
      )}
      <span class="rest number">
        {isNarrowed ? `${shown.toLocaleString('en')} of ` : ''}
        {traces.value.length.toLocaleString('en')}
        {olderMatches.value > 0 && ', older ones contain it too'}
      </span>
    </search>
  );
}

interface DurationChoiceProps {
  /** The chosen minimum; 0 for any duration. */
  readonly ms: number;
  readonly onChoose: (ms: number) => void;
}

function DurationChoice({ ms: chosen, onChoose }: DurationChoiceProps) {
  return (
    <Choice
      label="Duration"
      value={chosen > 0 ? String(chosen) : ''}
      onChoose={value => onChoose(Number(value))}
    >
      {DURATIONS.map(ms => [String(ms), ms < 1000 ? `≥ ${ms} ms` : `≥ ${ms / 1000} s`] as const)}
    </Choice>
  );
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  /** Values and their labels. */
  readonly children: readonly (readonly [string, string])[];
}

/** A choice of one value, or all. */
export function Choice({ label, value, onChoose, children }: ChoiceProps) {
  return (
    <select
      class="field"
      value={value}
      aria-label={label}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      <option value="">{label}</option>
      {children.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}
