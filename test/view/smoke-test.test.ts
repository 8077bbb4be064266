import { describe, expect, it } from 'vitest';
import { parseExpectations } from '../../src/checks/expectations/parse.ts';
import type { ViewCommand } from '../../src/view/model/status.ts';
import { smokeTestOf } from '../../src/view/smoke-test/smoke-test.ts';
import { hex, openView, record, span } from './open-view.ts';

const COMMAND: ViewCommand = {
  ...{ id: 'c', argv: ['node', 'my server.js'], folderName: 'shop', folder: '/shop', service: 'api' },
  ...{ startTimeMs: 0, ended: null, commit: null },
};

const served = (trace: number, attributes: object, more: object = {}) =>
  span({
    trace,
    id: 1,
    kind: 2,
    name: `GET ${(attributes as { 'http.route'?: string })['http.route']}`,
    attributes,
    ...more,
  });

describe('"Save as smoke test"', () => {
  it('writes a command line and expectations that can be read', async () => {
    const view = await openView();
    await view.send('traces', [
      served(1, {
        'http.request.method': 'GET',
        'http.route': '/orders/:id',
        'url.path': '/orders/7',
        'url.query': 'full=1',
        'http.response.status_code': 200,
      }),
      span({ trace: 1, id: 2, parent: 1, kind: 3, name: 'SELECT orders' }),
      span({ trace: 1, id: 3, parent: 1, kind: 1, name: 'attempt 3' }),
      served(
        2,
        {
          'http.request.method': 'GET',
          'http.route': '/broken',
          'url.path': '/broken',
          'http.response.status_code': 500,
        },
        { error: true },
      ),
      served(3, {
        'http.request.method': 'POST',
        'http.route': '/orders',
        'url.path': '/orders',
        'http.response.status_code': 201,
      }),
      span({ trace: 4, id: 1, name: 'nightly' }),
    ]);
    await view.send('logs', [record('order was asked for', { trace: 1 }), record('took 7 ms', { trace: 1 })]);
    const traceIds = [1, 2, 3, 4].map(trace => hex(trace, 32));
    const { commandLine, fileName, expectations, requests, notes } = smokeTestOf(
      view.hub.answers,
      [COMMAND],
      traceIds,
    );
    expect(requests).toEqual(['GET /orders/7?full=1', 'GET /broken => 500']);
    expect(commandLine).toBe(
      "otel-run smoke -s api --request 'GET /orders/7?full=1' --request 'GET /broken => 500' --expect telemetry.yaml -- node 'my server.js'",
    );
    expect(fileName).toBe('telemetry.yaml');
    expect(expectations).toBe(`spans:
  - name: GET /orders/:id
    kind: server
    count:
      min: 1
    attributes:
      http.response.status_code: 200
    children:
      - name: SELECT orders
        kind: client
        count:
          min: 1
  - name: GET /broken
    kind: server
    count:
      min: 1
    status: error
    attributes:
      http.response.status_code: 500
logs:
  - body: order was asked for
    severity: info
    span: GET /orders/:id
`);
    expect(parseExpectations(expectations, fileName)).toHaveLength(3);
    expect(notes.join('\n')).toMatch(/POST \/orders: bodies are not recorded/);
    expect(notes.join('\n')).toMatch(/nightly is not an HTTP request/);
  });
});
