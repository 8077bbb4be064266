import type { TraceSummary } from '../../view/model/traces.ts';
import { services, traces } from '../data/state.ts';
import { count, formatMs } from './format.ts';
import { hrefOf } from './route.ts';
import { Service } from './service.tsx';

/** All traces in a few numbers. */
export interface Summary {
  readonly requests: number;
  readonly others: number;
  readonly errors: number;
  readonly slowest: TraceSummary | null;
}

/** Counts traces, and finds the slowest request. */
export function summarize(all: readonly TraceSummary[]): Summary {
  const requests = all.filter(isRequest);
  const slowest = (requests.length > 0 ? requests : all).reduce<TraceSummary | null>(
    (most, trace) => (most === null || trace.durationMs > most.durationMs ? trace : most),
    null,
  );
  return {
    requests: requests.length,
    others: all.length - requests.length,
    errors: all.filter(({ error }) => error).length,
    slowest,
  };
}

/** A request without a route is shown by its path. */
function titleOf({ name, method, path }: TraceSummary): string {
  return name === method && path !== null ? `${method} ${path}` : name;
}

function isRequest({ kind, method }: TraceSummary): boolean {
  return kind === 'server' || method !== null;
}

/** `6 requests · 1 error · slowest GET /slow 196 ms`, and the services. */
export function Headline() {
  const { requests, others, errors, slowest } = summarize(traces.value);
  return (
    <div class="headline">
      <h1>
        {requests > 0 && <span class="number">{count(requests, 'request')}</span>}
        {others > 0 && (
          <Part first={requests === 0}>{count(others, requests > 0 ? 'other trace' : 'trace')}</Part>
        )}
        {errors > 0 && (
          <Part>
            <a class="bad number" href={hrefOf('traces', [], { error: 'true' })}>
              {count(errors, 'error')}
            </a>
          </Part>
        )}
        {slowest && (
          <Part>
            slowest <a href={hrefOf('trace', [slowest.traceId])}>{titleOf(slowest)}</a>{' '}
            {formatMs(slowest.durationMs)}
          </Part>
        )}
      </h1>
      {services.value.services.map(({ name }) => (
        <a key={name} class="quiet" href={hrefOf('traces', [], { service: name })}>
          <Service name={name} />
        </a>
      ))}
    </div>
  );
}

function Part({
  first = false,
  children,
}: {
  readonly first?: boolean;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <>
      {!first && <span class="sep">·</span>}
      <span>{children}</span>
    </>
  );
}
