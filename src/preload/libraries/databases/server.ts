/** The address of a database, from a client's options. */
export interface Server {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly namespace?: string | undefined;
}

/**
 * Reads the address from the argument that a client is created with: a URL, or an object.
 *
 * @param defaultPort the port if none is given
 */
export function serverOf(options: unknown, defaultPort: number): Server {
  if (typeof options === 'string' || options instanceof URL) return serverOfUrl(String(options), defaultPort);
  const { host, socketPath, port, database } = (options ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof socketPath === 'string') return { host: socketPath, namespace: textOf(database) };
  return {
    host: textOf(host) ?? 'localhost',
    port: Number(port) || defaultPort,
    namespace: textOf(database),
  };
}

function serverOfUrl(text: string, defaultPort: number): Server {
  try {
    const { hostname, port, pathname } = new URL(text);
    return {
      host: hostname,
      port: Number(port) || defaultPort,
      namespace: decodeURIComponent(pathname.slice(1)) || undefined,
    };
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
