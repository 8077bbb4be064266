/** Frames that say nothing about who started an SDK: Node.js's and the SDK's own. */
const NOT_THE_STARTER = /^node:|[\\/]node_modules[\\/]@opentelemetry[\\/]/;

/** A position in a stack trace: a path or URL, line and column. */
const POSITION = /((?:file:\/\/|node:|\/|[A-Z]:\\)[^()]*?):\d+:\d+/;

/**
 * The file of a stack trace that started an SDK: the first that is none of the SDK's and none of ours, else the
 * SDK's outermost, for one that a preload starts.
 *
 * @param stack `Error.prototype.stack`
 * @param ownFolder where the preload's files are
 */
export function starterOf(stack: string, ownFolder: string): string | undefined {
  const files = stack
    .split('\n')
    .flatMap(line => POSITION.exec(line)?.[1] ?? [])
    .filter(file => !file.includes(ownFolder));
  return files.find(file => !NOT_THE_STARTER.test(file)) ?? files.findLast(file => !file.startsWith('node:'));
}
