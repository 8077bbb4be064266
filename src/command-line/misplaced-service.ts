/**
 * The service option where it stands after the command: `otel-run node server.js -s shop` gives it to the command.
 *
 * @returns the option as it should be written, such as `-s shop`
 */
export function misplacedService(command: readonly string[]): string | undefined {
  const at = command.findIndex((word, index) => index > 0 && /^(?:-s|--service)(?:=|$)/.test(word));
  const option = command[at];
  if (option === undefined) return undefined;
  const value = command[at + 1];
  if (option.includes('=')) return option;
  return value === undefined ? undefined : `${option} ${value}`;
}
