/** Node.js options for connections and trust that a thread gets only if they are passed to it. */
const FLAGS =
  /^--(?:no-)?(?:use-system-ca|use-env-proxy|tls-(?:min|max)-v1\.\d|dns-result-order|network-family-autoselection(?:-attempt-timeout)?|insecure-http-parser|max-http-header-size)$/;

/** Options with a value, possibly as a separate argument. */
const WITH_VALUE =
  /^--(?:dns-result-order|network-family-autoselection-attempt-timeout|max-http-header-size)$/;

/**
 * The process's options that its delivery thread needs. The others apply to the entire process
 * (`--use-openssl-ca`, `--tls-cipher-list`), or do not suit the thread (`--require`).
 *
 * @param execArgv the arguments of Node.js
 * @param nodeOptions NODE_OPTIONS
 */
export function threadFlags(execArgv: readonly string[], nodeOptions = ''): string[] {
  return [...nodeOptions.split(/\s+/), ...execArgv].flatMap((argument, index, all) => {
    const [flag = '', ...value] = argument.replaceAll('_', '-').split('=');
    if (!FLAGS.test(flag)) return [];
    const isSeparate = WITH_VALUE.test(flag) && value.length === 0;
    return isSeparate ? [`${flag}=${all[index + 1] ?? ''}`] : [[flag, ...value].join('=')];
  });
}
