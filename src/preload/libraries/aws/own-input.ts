/** A command of the AWS SDK, and what it asks for. */
interface Command {
  readonly input: unknown;
}

/**
 * The command with an input that may be changed, as the instrumentation does to put a trace context into messages. The
 * application's own input may be frozen, or be sent again by another request.
 */
export function withOwnInput<Asked extends Command>(command: Asked): Asked {
  try {
    const input = copyOf(command.input) as { Entries?: unknown } | undefined;
    if (Array.isArray(input?.Entries)) input.Entries = input.Entries.map(copyOf);
    return Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input });
  } catch {
    return command;
  }
}

/** The text of a body, which is given as text or as bytes. */
export function decodedText(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
}

function copyOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? { ...value } : value;
}
