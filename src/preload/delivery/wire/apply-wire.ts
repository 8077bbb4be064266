import { createRequire } from 'node:module';
import type { SecureContext, SecureContextOptions } from 'node:tls';
import type { Wire } from './wire.ts';

const load = createRequire(import.meta.filename);

let proxies: Wire['proxyEnv'];
let added: readonly (string | Uint8Array)[] = [];
let isAdding = false;

/** The proxies of the process, where it has any that this thread would not find itself. */
export function proxyEnv(): Wire['proxyEnv'] {
  return proxies;
}

/** Has this thread connect as the process does. For a thread that is otel-run's own. */
export function applyWire(wire: Wire): void {
  proxies = wire.proxyEnv;
  if (wire.rejectUnauthorized === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = wire.rejectUnauthorized;
  added = wire.addedCertificates ?? [];
  // Not loaded where there is nothing to say.
  if (!wire.certificates && added.length === 0 && Object.keys(wire.tlsDefaults).length === 0) return;
  const tls = load('node:tls') as typeof import('node:tls');
  Object.assign(tls, wire.tlsDefaults);
  if (wire.certificates) Reflect.get(tls, 'setDefaultCACertificates')?.(wire.certificates);
  if (added.length > 0 && !isAdding) addToContexts(tls);
}

/** As the application does: by a function in the place of Node's own. */
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
