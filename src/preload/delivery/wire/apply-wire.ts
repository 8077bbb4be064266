import { createRequire } from 'node:module';
import type { SecureContext, SecureContextOptions } from 'node:tls';
import type { Wire } from './wire.ts';

const load = createRequire(import.meta.filename);

let proxies: Wire['proxyEnv'];
let added: readonly (string | Uint8Array)[] = [];
let isAdding = false;

/** The process's proxies, if it has any that this thread would not find itself. */
export function proxyEnv(): Wire['proxyEnv'] {
  return proxies;
}

/** Makes this thread connect as the process does. Only for otel-run's own threads. */
export function applyWire(wire: Wire): void {
  proxies = wire.proxyEnv;
  if (wire.rejectUnauthorized === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = wire.rejectUnauthorized;
  added = wire.addedCertificates ?? [];
  // Do not load `node:tls` if there is nothing to apply.
  if (!wire.certificates && added.length === 0 && Object.keys(wire.tlsDefaults).length === 0) return;
  const tls = load('node:tls') as typeof import('node:tls');
  Object.assign(tls, wire.tlsDefaults);
  if (wire.certificates) Reflect.get(tls, 'setDefaultCACertificates')?.(wire.certificates);
  if (added.length > 0 && !isAdding) addToContexts(tls);
}

/** As the application does: with a replacement for Node's own function. */
function addToContexts(tls: typeof import('node:tls')): void {
  isAdding = true;
  const { createSecureContext } = tls;
  Object.assign(tls, {
    createSecureContext(options: SecureContextOptions | undefined): SecureContext {
      const secure = createSecureContext(options);
      if (!options?.ca) for (const certificate of added) secure.context.addCACert(certificate);
      return secure;
    },
  });
}
