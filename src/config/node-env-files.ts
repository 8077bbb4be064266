/** Options of Node.js that name a dotenv file; it reads them wherever they are before `--`, behind a script too. */
const OPTION = /^--env-file(?:-if-exists)?(?:=(.*))?$/s;

/** The dotenv files that arguments of Node.js name, in the order in which it reads them: the last one wins. */
export function nodeEnvFiles(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  const read = end < 0 ? args : args.slice(0, end);
  return read.flatMap((arg, index) => {
    // A start reads its arguments before any expression has run.
    const option = arg.startsWith('--env-file') ? OPTION.exec(arg) : undefined;
    return (option && (option[1] ?? read[index + 1])) || [];
  });
}
