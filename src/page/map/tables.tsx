import type { ServiceCalls, ServiceSummary } from '../../view/model/services.ts';
import { formatMs } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';
import { Service } from '../parts/service.tsx';
import { KIND_WORDS } from './kind-words.ts';

const SERVICE_HEADS = [
  'Service',
  'Version',
  'Runtime',
  'Requests',
  'Errors',
  'p50',
  'p95',
  'Longest',
  'Spans',
  'Records',
];

/** Each service with its requests. */
export function ServiceTable({ services: all }: { readonly services: readonly ServiceSummary[] }) {
  if (all.length === 0) return null;
  return (
    <div class="table card">
      <table>
        <thead>
          <tr>
            {SERVICE_HEADS.map(head => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map(service => (
            <ServiceRow key={service.name} service={service} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ServiceRow({ service }: { readonly service: ServiceSummary }) {
  const { name, version, runtime, requestCount, errorCount, durationMs, spanCount, logCount } = service;
  return (
    <tr>
      <td>
        <a href={hrefOf('traces', [], { service: name })}>
          <Service name={name} />
        </a>
      </td>
      <td>{version ?? ''}</td>
      <td>{runtime ?? ''}</td>
      <td class="number">{requestCount}</td>
      <td class="number">{errorCount > 0 ? <span class="chip bad">{errorCount}</span> : 0}</td>
      <td class="number">{durationMs ? formatMs(durationMs.p50) : ''}</td>
      <td class="number">{durationMs ? formatMs(durationMs.p95) : ''}</td>
      <td class="number">{durationMs ? formatMs(durationMs.max) : ''}</td>
      <td class="number">{spanCount}</td>
      <td class="number">{logCount}</td>
    </tr>
  );
}

/** Each pair of caller and target. */
export function CallTable({ calls }: { readonly calls: readonly ServiceCalls[] }) {
  if (calls.length === 0) return null;
  return (
    <div class="table card">
      <table>
        <thead>
          <tr>
            {['From', 'To', 'Kind', 'Calls', 'Errors', 'Average'].map(head => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.map(({ from, to, kind, count: number, errorCount, averageMs }) => (
            <tr key={`${from}\n${to}`}>
              <td>
                <Service name={from} />
              </td>
              <td class="wrap">{kind === 'service' ? <Service name={to} /> : to}</td>
              <td>{KIND_WORDS[kind]}</td>
              <td class="number">{number}</td>
              <td class="number">{errorCount > 0 ? <span class="chip bad">{errorCount}</span> : 0}</td>
              <td class="number">{formatMs(averageMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
