import { toEnvironment } from './yaml-words.ts';

/**
 * What a container of an image starts, and its variables. `words` is the entry point followed by the command.
 */
export interface Image {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A stage and the name of its base. */
interface Stage {
  readonly name: string;
  readonly base: string;
  readonly lines: readonly string[];
}

/**
 * Reads what a Dockerfile's last stage starts (https://docs.docker.com/reference/dockerfile/). It inherits
 * variables from the stages that it is built on, and their entry point and command if it has none.
 */
export function imageOf(text: string): Image {
  const stages = stagesOf(text);
  const last = stages.at(-1);
  const chain = last ? chainOf(last, stages) : [];
  const lines = chain.flatMap(stage => stage.lines);
  const entrypoint = instruction(lines, 'ENTRYPOINT');
  // The shell form of an entry point ignores the command.
  const command = entrypoint.isShell ? [] : instruction(lines, 'CMD').words;
  const assignments = lines.flatMap(line => environmentOf(/^ENV\s+(.*)$/is.exec(line)?.[1] ?? ''));
  return {
    entrypoint: entrypoint.words,
    command,
    words: [...entrypoint.words, ...command],
    env: toEnvironment(assignments),
  };
}

function stagesOf(text: string): readonly Stage[] {
  const withoutComments = text.replace(/^\s*#.*(\r?\n|$)/gm, '');
  const lines = withoutComments
    .replace(/\\[ \t]*\r?\n/g, ' ')
    .split(/\r?\n/)
    .map(line => line.trim());
  const stages: { name: string; base: string; lines: string[] }[] = [{ name: '', base: '', lines: [] }];
  for (const line of lines) {
    const [, base, name] = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line) ?? [];
    if (base !== undefined)
      stages.push({ name: (name ?? '').toLowerCase(), base: base.toLowerCase(), lines: [] });
    else stages.at(-1)?.lines.push(line);
  }
  return stages;
}

/** A stage, after the stages that it is built on. */
function chainOf(stage: Stage, stages: readonly Stage[]): readonly Stage[] {
  const before = stages.slice(0, stages.indexOf(stage));
  const base = before.findLast(({ name }) => name !== '' && name === stage.base);
  return base ? [...chainOf(base, stages), stage] : [stage];
}

/** The last instruction of a kind. A list holds the words themselves; anything else is read by a shell. */
function instruction(lines: readonly string[], name: string): { words: readonly string[]; isShell: boolean } {
  const pattern = new RegExp(`^${name}\\s+`, 'i');
  const text = lines.findLast(line => pattern.test(line))?.replace(pattern, '');
  if (text === undefined) return { words: [], isShell: false };
  if (!text.startsWith('[')) return { words: ['/bin/sh', '-c', text], isShell: true };
  try {
    const words: unknown = JSON.parse(text);
    return { words: Array.isArray(words) ? words.map(String) : [], isShell: false };
  } catch {
    return { words: [], isShell: false };
  }
}

/** `NAME=value OTHER="a b"`, or the old form `NAME value`. */
function environmentOf(text: string): readonly string[] {
  if (/^\w+\s/.test(text)) return [text.replace(/^(\w+)\s+/, '$1=')];
  return text.match(/\w+=(?:"[^"]*"|'[^']*'|\S*)/g) ?? [];
}
