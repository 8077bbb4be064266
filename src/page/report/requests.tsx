import type { FrozenView } from '../../view/model/frozen.ts';
import { traces } from '../data/state.ts';
import { StatusCode } from '../parts/chips.tsx';
import { count, formatMs } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';

type SmokeReport = NonNullable<FrozenView['smoke']>;

/** The requests, their answers, and their traces. */
export function Requests({ requests }: Pick<SmokeReport, 'requests'>) {
  return (
    <>
      <h2>
        Requests <small>{requests.length}</small>
      </h2>
      <div class="table card" id="requests">
        <table>
          <thead>
            <tr>
              <th>Request</th>
              <th>Answer</th>
              <th>Took</th>
              <th>Trace</th>
            </tr>
          </thead>
          <tbody>
            {requests.map(({ method, url, status: code, error, durationMs }, index) => (
              <tr key={index}>
                <td class="wrap">
                  {method} {url}
                </td>
                <td>{error === null ? <StatusCode code={code} /> : <span class="chip bad">{error}</span>}</td>
                <td class="number">{formatMs(durationMs)}</td>
                <td>
                  <TraceLink
                    method={method}
                    url={url}
                    nth={requests.slice(0, index).filter(same(method, url)).length}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function same(method: string, url: string) {
  return (request: { readonly method: string; readonly url: string }) =>
    request.method === method && request.url === url;
}

interface TraceLinkProps {
  readonly method: string;
  readonly url: string;
  /** Number of equal requests sent before it. */
  readonly nth: number;
}

/** The trace of a request: with the same method, path and turn. */
function TraceLink({ method, url, nth }: TraceLinkProps) {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const alike = traces.value.filter(trace => trace.method === method && trace.path?.split('?')[0] === path);
  const trace = alike.toReversed()[nth];
  if (!trace) return <span class="quiet">none</span>;
  return <a href={hrefOf('trace', [trace.traceId])}>{count(trace.spanCount, 'span')}</a>;
}
