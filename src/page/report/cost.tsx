import { formatBytes } from '../../shared/format-bytes.ts';
import type { FrozenView } from '../../view/model/frozen.ts';
import { count } from '../parts/format.ts';

type Cost = NonNullable<FrozenView['smoke']>['cost'];

const HEADS = ['', 'Requests', 'Spans', 'Traces', 'Records', 'Logs'];

/** The telemetry of a request, on average and by route, and the largest savings. */
export function CostSection({ cost }: { readonly cost: Cost }) {
  const { perRequest, savings, monthly } = cost;
  if (perRequest.spans === 0 && perRequest.logs === 0) return null;
  return (
    <section id="cost">
      <h2>
        Cost <small>bytes of uncompressed OTLP per request</small>
      </h2>
      <CostTable cost={cost} />
      {monthly && (
        <p class="quiet">
          A month at {monthly.requestsPerSecond} a second: {monthly.gigabytes.traces} GB of traces,{' '}
          {monthly.gigabytes.logs} GB of logs, {monthly.gigabytes.metrics} GB of metrics,{' '}
          {count(monthly.series, 'series', 'series')}
        </p>
      )}
      <ul class="evidence">
        {savings.map(({ message, fix }) => (
          <li key={message} class="wrap">
            {message} <span class="quiet">{fix}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CostTable({ cost: { per, requests, perRequest, byRoute } }: { readonly cost: Cost }) {
  const rows = [{ name: `per ${per}`, requests, ...perRequest }, ...byRoute];
  return (
    <div class="table card">
      <table>
        <thead>
          <tr>
            {HEADS.map(head => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, requests: number, spans, logs, bytes }) => (
            <tr key={name}>
              <td class="wrap">{name}</td>
              <td class="number">{number}</td>
              <td class="number">{spans}</td>
              <td class="number">{formatBytes(bytes.traces)}</td>
              <td class="number">{logs}</td>
              <td class="number">{formatBytes(bytes.logs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
