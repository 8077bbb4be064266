/** Shells that run the string after `-c`. */
const SHELLS = /^(?:.*[\\/])?(?:sh|bash|ash|dash|zsh)$/;

/**
 * The simple commands of a shell string, each as its words: split at `&&`, `||`, `;`, `|`, `&` and line ends;
 * quotes keep spaces and operators together.
 */
export function commandsOf(text: string): readonly (readonly string[])[] {
  const pieces = text.match(/(?:[^\s"';&|]|"[^"]*"|'[^']*'|\d?>&\d)+|&&|\|\||[;&|\n]/g) ?? [];
  const commands: string[][] = [[]];
  for (const piece of pieces) {
    if (/^(?:&&|\|\||[;&|\n])$/.test(piece)) commands.push([]);
    else commands.at(-1)?.push(piece.replace(/["']/g, ''));
  }
  return commands.filter(words => words.length > 0);
}

/**
 * The words of the last command in a string. Of a pipe, those of its first command,
 * because the others only read its output.
 */
export function shellWords(text: string): readonly string[] {
  const last = text.split(/&&|\|\||;|\n|(?<![>&|])&(?!&)/).findLast(part => part.trim() !== '') ?? '';
  return commandsOf(last)[0] ?? [];
}

/**
 * Every command in the words that runs a program, even within the string of a shell (`sh -c '…'`) or within a
 * word that holds a whole command (`concurrently "…" "…"`).
 */
export function commandsWith(program: RegExp, words: readonly string[]): readonly (readonly string[])[] {
  const inner = words.filter((word, index) => {
    const isShellText = words[index - 1] === '-c' && words.slice(0, index).some(name => SHELLS.test(name));
    return isShellText || (/\s/.test(word) && word.split(/\s+/).some(part => program.test(part)));
  });
  const nested = inner.flatMap(commandsOf).flatMap(command => commandsWith(program, command));
  return words.some(word => program.test(word)) ? [words, ...nested] : nested;
}
