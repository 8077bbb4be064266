/** Options of Node.js by which a process connects and trusts, and which a thread has only where it is given them. */
const FLAGS =
  /^--(?:no-)?(?:use-system-ca|use-env-proxy|tls-(?:min|max)-v1\.\d|dns-result-order|network-family-autoselection(?:-attempt-timeout)?|insecure-http-parser|max-http-header-size)$/;

/** Those that take a value, perhaps as an argument of their own. */
const WITH_VALUE =
  /^--(?:dns-result-order|network-family-autoselection-attempt-timeout|max-http-header-size)$/;

/**
 * The options of a process that its delivery thread is started with. The others are the process's own already
 * (`--use-openssl-ca`, `--tls-cipher-list`), or not for the thread (`--require`).
 *
 * @param execArgv as Node.js was started
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
