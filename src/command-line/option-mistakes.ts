import type { Command } from 'commander';

/**
 * Refuses what the parser accepts although nobody means it.
 *
 * @throws CommanderError
 */
export function refuseMistakes(program: Command): void {
  const { rawArgs } = program as Command & { readonly rawArgs: readonly string[] };
  const ours = rawArgs.slice(0, rawArgs.length - program.args.length);
  refuseOneDash(program, ours);
  refuseMissingValue(program, ours);
}

/** `-service api` would name the service `ervice`, and run `api`. */
function refuseOneDash(program: Command, ours: readonly string[]): void {
  const meant = program.options.find(({ long }) => ours.some(written => `-${written}` === long));
  if (meant) program.error(`error: unknown option '${meant.long?.slice(1)}'\n(Did you mean ${meant.long}?)`);
}

/** `-s -- node server.js` would name the service `--`, and `--save --quiet` would write a file called `--quiet`. */
function refuseMissingValue(program: Command, ours: readonly string[]): void {
  const optionOf = (word: string) =>
    program.options.find(({ short, long }) => word === short || word === long);
  for (const [index, word] of ours.entries()) {
    const option = optionOf(word);
    const next = ours[index + 1];
    if (!option?.required || next === undefined || (next !== '--' && !optionOf(next))) continue;
    program.error(`error: option '${option.flags}' has no value: ${next} follows it`);
  }
}
