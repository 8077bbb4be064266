// Replaces the functions with which the SDK creates gRPC's own objects from a configuration file. Those
// objects cannot move to the delivery thread, which creates them from these plain ones
// (delivery/transport-grpc.ts).

/** How a connection is secured, if at all. */
export interface PlainCredentials {
  readonly secure: boolean;
  readonly rootCertificate?: Uint8Array | undefined;
  readonly privateKey?: Uint8Array | undefined;
  readonly certificateChain?: Uint8Array | undefined;
}

/** Header names and values. */
export type PlainMetadata = Map<string, string>;

export function createInsecureCredentials(): PlainCredentials {
  return { secure: false };
}

export function createSslCredentials(
  rootCertificate?: Uint8Array,
  privateKey?: Uint8Array,
  certificateChain?: Uint8Array,
): PlainCredentials {
  return { secure: true, rootCertificate, privateKey, certificateChain };
}

export function createEmptyMetadata(): PlainMetadata {
  return new Map();
}
