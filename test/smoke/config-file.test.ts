import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { redirectConfigFile } from '../../src/smoke/config-file.ts';

const RECEIVER = { httpUrl: 'http://127.0.0.1:4', grpcUrl: 'http://127.0.0.1:5' };

const PRODUCTION = `
file_format: '1.0'
resource: { attributes: [{ name: service.name, value: "\${NAME:-orders}" }] }
tracer_provider:
  processors:
    - batch:
        schedule_delay: \${DELAY:-500}
        exporter:
          otlp_http: &secret
            endpoint: https://otlp.example.com/v1/traces
            headers: [{ name: authorization, value: "\${TOKEN}" }]
            tls: { ca_file: /etc/ca.pem }
            compression: gzip
            timeout: 3000
    - simple: { exporter: { console: } }
  sampler: { always_on: }
logger_provider:
  processors: [{ simple: { exporter: { otlp_http: *secret } } }]
meter_provider:
  readers: [{ periodic: { exporter: { otlp_grpc: } } }]
`;

describe('redirectConfigFile', () => {
  it('points every exporter at the receiver, without headers, certificates and compression', () => {
    const redirected = redirectConfigFile(PRODUCTION, RECEIVER);
    if (redirected.kind !== 'redirected') throw new Error('it was refused');

    expect(redirected.text).not.toMatch(/example\.com|TOKEN|ca\.pem|gzip/);
    expect(parse(redirected.text)).toEqual({
      file_format: '1.0',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the SDK's substitution
      resource: { attributes: [{ name: 'service.name', value: '${NAME:-orders}' }] },
      tracer_provider: {
        processors: [
          {
            batch: {
              // biome-ignore lint/suspicious/noTemplateCurlyInString: the SDK's substitution
              schedule_delay: '${DELAY:-500}',
              exporter: { otlp_http: { timeout: 3000, endpoint: 'http://127.0.0.1:4/v1/traces' } },
            },
          },
          { simple: { exporter: { console: null } } },
        ],
        sampler: { always_on: null },
      },
      logger_provider: {
        processors: [
          { simple: { exporter: { otlp_http: { timeout: 3000, endpoint: 'http://127.0.0.1:4/v1/logs' } } } },
        ],
      },
      meter_provider: {
        readers: [{ periodic: { exporter: { otlp_grpc: { endpoint: 'http://127.0.0.1:5' } } } }],
      },
    });
  });

  it('sends a signal that would only be printed', () => {
    const yaml = 'tracer_provider: { processors: [{ simple: { exporter: { console: } } }] }';

    const redirected = redirectConfigFile(yaml, RECEIVER);

    expect(redirected.kind === 'redirected' && parse(redirected.text)).toEqual({
      tracer_provider: {
        processors: [{ simple: { exporter: { otlp_http: { endpoint: 'http://127.0.0.1:4/v1/traces' } } } }],
      },
    });
  });

  it.each([
    {
      yaml: 'tracer_provider: { processors: [{ simple: { exporter: { zipkin: { endpoint: http://z } } } }] }',
      exporters: ['zipkin'],
    },
    {
      yaml: 'meter_provider: { readers: [{ pull: { exporter: { "prometheus/development": {} } } }] }',
      exporters: ['prometheus/development'],
    },
  ])('refuses what cannot be pointed at it: $yaml', ({ yaml, exporters }) => {
    expect(redirectConfigFile(yaml, RECEIVER)).toEqual({ kind: 'refused', exporters });
  });
});
