/** The connection settings of a process that its threads do not share. */
export interface Wire {
  /** `tls.DEFAULT_MIN_VERSION` and the like. */
  readonly tlsDefaults: Readonly<Record<string, string>>;
  /** Certificates that the application set with `tls.setDefaultCACertificates`. */
  readonly certificates?: readonly (string | Uint8Array)[] | undefined;
  /**
   * Certificates from an application that replaced `tls.createSecureContext` (win-ca, mac-ca, syswide-cas).
   */
  readonly addedCertificates: readonly (string | Uint8Array)[] | undefined;
  /** NODE_TLS_REJECT_UNAUTHORIZED, which Node.js reads again for each connection. */
  readonly rejectUnauthorized?: string | undefined;
  /** Proxies, if the process takes them from an environment. */
  readonly proxyEnv?: Readonly<Record<string, string>> | undefined;
}

/** The properties of `node:tls` that an application may set. */
export const TLS_DEFAULTS = [
  'DEFAULT_MIN_VERSION',
  'DEFAULT_MAX_VERSION',
  'DEFAULT_CIPHERS',
  'DEFAULT_ECDH_CURVE',
] as const;

/** Whether two wires are the same. */
export function isSameWire(one: Wire, other: Wire): boolean {
  const { certificates, addedCertificates, ...short } = one;
  const { certificates: others, addedCertificates: othersAdded, ...otherShort } = other;
  return (
    certificates === others &&
    addedCertificates === othersAdded &&
    JSON.stringify(short) === JSON.stringify(otherShort)
  );
}
