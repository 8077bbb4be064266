/** A fenced block of a document. */
export interface Block {
  readonly document: string;
  /** Of its first fence, from 1. */
  readonly line: number;
  readonly language: string;
  /** The file that the block shows, whole or in part, where it names one. */
  readonly file: string | undefined;
  readonly text: string;
}

/** Every fenced block of a document, in order. One without a language has the language ''. */
export function blocksOf(document: string, text: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; info: string; line: number; lines: string[] } | undefined;
  for (const [index, content] of text.split('\n').entries()) {
    const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})\s*(.*?)\s*$/.exec(content) ?? [];
    if (!open) {
      if (fence) open = { fence, info, line: index + 1, lines: [] };
    } else if (fence.startsWith(open.fence) && info === '') {
      const [language = '', file] = open.info.split(' ');
      blocks.push({ document, line: open.line, language, file, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else {
      open.lines.push(content);
    }
  }
  if (open) throw new Error(`${document}:${open.line}: the block has no end`);
  return blocks;
}
