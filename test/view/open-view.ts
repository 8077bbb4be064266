import { afterAll } from 'vitest';
import { type Desk, openDesk } from '../../src/view/desk.ts';
import { fetchText } from '../helpers/view.ts';

/** A view in this process, on free ports. */
export interface OpenView extends Desk {
  /** What a path of the API answers. */
  get<Answer>(path: string): Promise<Answer>;
  /** Sends spans or records as OTLP/JSON; answers with the status. */
  send(signal: 'traces' | 'logs' | 'metrics', items: readonly object[], resource?: object): Promise<number>;
}

const LISTS = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

const opened: Desk[] = [];
afterAll(async () => {
  await Promise.all(opened.map(desk => desk.close()));
});

/** Opens a view; it is closed with the tests of the file. */
export async function openView(maxSpans = 20_000): Promise<OpenView> {
  const port = { number: 0, fixed: true };
  const env = { XDG_RUNTIME_DIR: '/no/such/folder' };
  const desk = await openDesk({ port, maxSpans, httpPort: 0, grpcPort: 0, env });
  opened.push(desk);
  return Object.assign(desk, {
    get: async <Answer>(path: string) => JSON.parse((await fetchText(`${desk.url}${path}`)).body) as Answer,
    async send(signal: keyof typeof LISTS, items: readonly object[], resource = { 'service.name': 'api' }) {
      const [resources, scopes, list] = LISTS[signal];
      const body = JSON.stringify({
        [resources]: [
          {
            resource: { attributes: attributes(resource) },
            [scopes]: [{ scope: { name: 'test' }, [list]: items }],
          },
        ],
      });
      const headers = { 'content-type': 'application/json' };
      return (await fetchText(`${desk.receiver.httpUrl}/v1/${signal}`, { method: 'POST', headers, body }))
        .status;
    },
  });
}

/** Attributes as OTLP/JSON has them. */
export function attributes(values: object): object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: unknown): object {
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: String(value) };
}

/** One span, a millisecond long where nothing else is said. Times are milliseconds after a fixed one. */
export function span(fields: {
  readonly trace: number;
  readonly id: number;
  readonly parent?: number;
  readonly name?: string;
  readonly kind?: number;
  readonly from?: number;
  readonly to?: number;
  readonly error?: boolean;
  readonly attributes?: object;
  readonly events?: readonly object[];
}): object {
  const { trace, id, parent, name = 'work', kind = 1, from = 0, to = from + 1, error = false } = fields;
  return {
    traceId: hex(trace, 32),
    spanId: hex(id, 16),
    ...(parent !== undefined && { parentSpanId: hex(parent, 16) }),
    name,
    kind,
    startTimeUnixNano: nano(from),
    endTimeUnixNano: nano(to),
    attributes: attributes(fields.attributes ?? {}),
    events: fields.events ?? [],
    status: error ? { code: 2 } : {},
  };
}

/** One record. */
export function record(
  body: string,
  fields: {
    readonly trace?: number;
    readonly span?: number;
    readonly severity?: number;
    readonly attributes?: object;
  } = {},
): object {
  return {
    timeUnixNano: nano(0),
    severityNumber: fields.severity ?? 9,
    body: { stringValue: body },
    attributes: attributes(fields.attributes ?? {}),
    ...(fields.trace !== undefined && { traceId: hex(fields.trace, 32), spanId: hex(fields.span ?? 1, 16) }),
  };
}

export function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, '0');
}

function nano(ms: number): string {
  return String(1_700_000_000_000_000_000n + BigInt(Math.round(ms * 1e6)));
}
