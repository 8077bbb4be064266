/** Frames of Node.js and of the SDK, which do not show who started an SDK. */
const NOT_THE_STARTER = /^node:|[\\/]node_modules[\\/]@opentelemetry[\\/]/;

/** A position in a stack trace: a path or URL, line and column. */
const POSITION = /((?:file:\/\/|node:|\/|[A-Z]:\\)[^()]*?):\d+:\d+/;

/**
 * The file that started an SDK, from a stack trace: the first one outside the SDK and otel-run. If a preload
 * started the SDK, that is the SDK's outermost file.
 *
 * @param stack `Error.prototype.stack`
 * @param ownFolder the folder of the preload's files
 */
export function starterOf(stack: string, ownFolder: string): string | undefined {
  const files = stack
    .split('\n')
    .flatMap(line => POSITION.exec(line)?.[1] ?? [])
    .filter(file => !file.includes(ownFolder));
  return files.find(file => !NOT_THE_STARTER.test(file)) ?? files.findLast(file => !file.startsWith('node:'));
}
