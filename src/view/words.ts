/** The one line that a view prints about itself. */
export function addressLine(url: string): string {
  return `otel-run view: ${url}\n`;
}

type PortError = NodeJS.ErrnoException & { readonly address?: string; readonly port?: number };

/** Why a view cannot listen, and what to do about it. */
export function portProblem({ code, message, ...error }: PortError): string {
  if (code === 'EADDRINUSE')
    return `port ${error.port} of ${error.address ?? '127.0.0.1'} is in use: ${REMEDIES.get(error.port ?? 0) ?? 'choose another with --port, or --port 0 for any that is free'}`;
  if (code === 'EACCES')
    return `port ${error.port} of 127.0.0.1 is not permitted: choose one above 1023 with --port`;
  return message;
}

const RECEIVER_TAKEN =
  'a collector or another otel-run view receives there. Stop it, or start the command with the view: otel-run view -- <command>';

const REMEDIES = new Map([
  [4317, RECEIVER_TAKEN],
  [4318, RECEIVER_TAKEN],
]);
