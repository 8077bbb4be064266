/** Options of Node.js that affect trust and connections. */
const FLAGS =
  /^--(?:no-)?(?:use-(?:system|openssl|bundled)-ca|use-env-proxy|(?:tls|openssl)-[\w.-]+|(?:enable|force)-fips|dns-result-order|network-family-autoselection(?:-attempt-timeout)?|insecure-http-parser|max-http-header-size)$/;

/** Options with a value, possibly as a separate word. */
const WITH_VALUE =
  /^--(?:tls-cipher-list|openssl-config|dns-result-order|network-family-autoselection-attempt-timeout|max-http-header-size)$/;

/** Commands that start Node.js, by name or path. */
const NODE = /(?:^|[\\/])node(?:\.exe)?$/;

/**
 * The connection options of a command and the processes that it starts: those of NODE_OPTIONS, then its own
 * if it is Node.js. Options that the running version does not know are left out.
 *
 * @param command the words of the command, empty without one
 * @param nodeOptions NODE_OPTIONS as the command would have it
 */
export function connectionFlags(command: readonly string[], nodeOptions = ''): string[] {
  const [program = '', ...words] = command;
  const script = words.findIndex(
    (word, index) => !word.startsWith('-') && !takesNext(words[index - 1] ?? ''),
  );
  const own = NODE.test(program) ? words.slice(0, script < 0 ? words.length : script) : [];
  return [...nodeOptions.split(/\s+/), ...own].flatMap((word, index, all) => {
    const [flag = '', ...value] = word.replaceAll('_', '-').split('=');
    if (!FLAGS.test(flag) || !process.allowedNodeEnvironmentFlags.has(flag)) return [];
    if (takesNext(word)) return [`${flag}=${all[index + 1] ?? ''}`];
    return value.length > 0 ? [`${flag}${word.slice(word.indexOf('='))}`] : [flag];
  });
}

function takesNext(word: string): boolean {
  return WITH_VALUE.test(word.replaceAll('_', '-'));
}
