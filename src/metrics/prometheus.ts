import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { errorMessage } from '../shared/error-message.ts';

/** The path from the specification. */
const DEFAULT_HOST = 'localhost';
const DEFAULT_PORT = 9464;

const PATH = '/metrics';

/**
 * Number of ports to try, starting with the configured one: this many processes
 * and threads of a host can be scraped.
 */
const PORTS = 100;

/**
 * The SDK's reader for Prometheus, behind our own server. Each process, cluster worker and worker thread has
 * its own series and therefore its own port: the first free one, starting at the configured port. Any other
 * port is printed, because the scraper must know it. The server neither keeps the process alive nor ends it.
 */
export function prometheusReader(
  { host = DEFAULT_HOST, port }: { readonly host: string | undefined; readonly port: number | undefined },
  warn: (message: string) => void,
): PrometheusExporter {
  const reader = new PrometheusExporter({ preventServerStart: true });
  listen(createMetricsServer(reader), { host, first: port || DEFAULT_PORT, warn });
  return reader;
}

function createMetricsServer(reader: PrometheusExporter): Server {
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] === PATH) reader.getMetricsRequestHandler(request, response);
    else response.writeHead(404).end();
  });
  // Instrumentations trace requests by patching the `emit` of all servers, but a
  // scrape is not work of the application.
  Object.defineProperty(server, 'emit', { value: EventEmitter.prototype.emit });
  return server.unref();
}

interface Address {
  readonly host: string;
  readonly first: number;
  readonly warn: (message: string) => void;
}

function listen(server: Server, { host, first, warn }: Address, port = first): void {
  const who = `process ${process.pid}`;
  const failed = (error: NodeJS.ErrnoException) => {
    server.off('listening', listening);
    const next = port + 1;
    if (error.code === 'EADDRINUSE' && next < first + PORTS && next <= 65_535) {
      listen(server, { host, first, warn }, next);
    } else {
      warn(`the metrics of ${who} are not served to Prometheus at ${host}:${first}: ${errorMessage(error)}`);
    }
  };
  const listening = () => {
    server.off('error', failed);
    server.on('error', () => {});
    if (port !== first) {
      warn(
        `port ${first} is in use: the metrics of ${who} are at http://${host}:${port}${PATH} ` +
          '(each process has its own: scrape all of them, or export over OTLP)',
      );
    }
  };
  server.once('error', failed);
  server.once('listening', listening);
  // In a cluster, workers would share one port, and a scrape would find one of them by chance.
  server.listen({ host, port, exclusive: true });
}
