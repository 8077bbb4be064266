import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CertificateKind, CertificateProblem } from './validate/otlp.ts';

/**
 * Why the OTLP exporters cannot use a file as certificate or private key. They accept PEM, and a key without
 * a passphrase. Of a list of certificates, only the first is checked.
 */
export function certificateProblem(path: string, kind: CertificateKind): CertificateProblem | undefined {
  const pem = read(path);
  if (pem === undefined) return 'unreadable';
  // Node.js reads DER here, but TLS does not accept it.
  if (!pem.includes('-----BEGIN ')) return 'malformed';
  try {
    if (kind === 'certificate') new X509Certificate(pem);
    else createPrivateKey(pem);
    return undefined;
  } catch {
    return 'malformed';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
