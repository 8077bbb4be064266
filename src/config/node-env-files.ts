/** Options of Node.js that name a dotenv file. It reads them anywhere before `--`, even after a script. */
const OPTION = /^--env-file(?:-if-exists)?(?:=(.*))?$/s;

/** The dotenv files that arguments of Node.js name, in the order of reading: the last one wins. */
export function nodeEnvFiles(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  const read = end < 0 ? args : args.slice(0, end);
  return read.flatMap((arg, index) => {
    // At a start, the arguments are read before any expression has run.
    const option = arg.startsWith('--env-file') ? OPTION.exec(arg) : undefined;
    return (option && (option[1] ?? read[index + 1])) || [];
  });
}
