import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { SecureContext, SecureContextOptions } from 'node:tls';
import { hide } from '../../foundation/hide.ts';
import { isLoaded } from '../../foundation/later-modules.ts';
import type { Awaited } from '../../hooks/awaited-modules.ts';
import { TLS_DEFAULTS, type Wire } from './wire.ts';

type Tls = typeof import('node:tls') & {
  setDefaultCACertificates?: (certificates: readonly (string | Uint8Array)[]) => void;
};
type CreateSecureContext = (options?: SecureContextOptions) => SecureContext;
type Certificate = string | Uint8Array;
type AddCertificate = (certificate: Certificate) => unknown;

const load = createRequire(import.meta.filename);

let certificates: readonly Certificate[] | undefined;

/** Reads how this process connects now. Loads nothing that the application has not loaded. */
export function readWire(): Wire {
  const tls = loaded<Tls>('tls');
  return {
    tlsDefaults: tls ? Object.fromEntries(TLS_DEFAULTS.map(name => [name, tls[name]])) : {},
    certificates,
    addedCertificates: tls ? readAdded(tls.createSecureContext) : undefined,
    rejectUnauthorized: readRejectUnauthorized(),
    proxyEnv: readProxies(),
  };
}

/**
 * Waits for `node:tls` to keep the default certificates that the application sets: asking Node.js for them
 * takes about 30 ms.
 */
export function awaitDefaultCertificates(): Awaited[] {
  return canSetCertificates ? [{ targets: ['tls'], enable: watchDefaultCertificates }] : [];
}

/** `tls.setDefaultCACertificates` exists since Node.js 22.19 and 24.5. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const canSetCertificates = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 19);

/** The current value, not the one at the start. Undefined if the application's environment cannot be read. */
function readRejectUnauthorized(): string | undefined {
  try {
    return Reflect.get(process, 'env').NODE_TLS_REJECT_UNAUTHORIZED;
  } catch {
    return undefined;
  }
}

function watchDefaultCertificates(): void {
  const tls = load('node:tls') as Tls;
  const original = tls.setDefaultCACertificates;
  if (!original) return;
  hide(tls, 'setDefaultCACertificates', (given: readonly Certificate[]) => {
    original(given);
    certificates = [...given];
  });
  syncBuiltinESMExports();
}

function loaded<Module>(name: string): Module | undefined {
  return isLoaded(name) ? (load(`node:${name}`) as Module) : undefined;
}

let read: { create: CreateSecureContext; added: readonly Certificate[] | undefined } | undefined;

/**
 * Certificates that a replaced `tls.createSecureContext` adds to a context, observed while it creates one.
 */
function readAdded(create: CreateSecureContext): readonly Certificate[] | undefined {
  if (read?.create !== create) read = { create, added: isNative(create) ? undefined : listen(create) };
  return read.added;
}

function isNative(create: CreateSecureContext): boolean {
  return Function.prototype.toString.call(create).includes('new SecureContext(');
}

function listen(create: CreateSecureContext): readonly Certificate[] {
  const added: Certificate[] = [];
  try {
    const context = Object.getPrototypeOf(create({}).context) as { addCACert: AddCertificate };
    const { addCACert } = context;
    context.addCACert = function add(this: unknown, certificate) {
      added.push(certificate);
      return Reflect.apply(addCACert, this, [certificate]);
    };
    try {
      create({});
    } finally {
      context.addCACert = addCACert;
    }
  } catch {
    // The application's own connections meet the same error.
  }
  return added;
}

/** If the process uses proxies from the environment, a global agent has that environment. */
function readProxies(): Record<string, string> | undefined {
  const http = loaded<typeof import('node:http')>('http');
  const env = http && (Reflect.get(http.globalAgent, 'options')?.proxyEnv as NodeJS.ProcessEnv | undefined);
  if (!env) return undefined;
  const isProxy = ([name, value]: [string, string | undefined]) =>
    /_proxy$/i.test(name) && value !== undefined;
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => isProxy(entry)));
}
