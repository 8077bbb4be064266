import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CertificateKind, CertificateProblem } from './validate/otlp.ts';

/**
 * Why a file cannot serve the OTLP exporters as certificate or private key: they take PEM, and a key without a
 * passphrase. A list of certificates is taken by its first one.
 */
export function certificateProblem(path: string, kind: CertificateKind): CertificateProblem | undefined {
  const pem = read(path);
  if (pem === undefined) return 'unreadable';
  // DER, which Node.js reads here, is nothing that TLS takes.
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
