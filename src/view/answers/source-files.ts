import { readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, relative, sep } from 'node:path';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import type { SourceLine } from '../model/exceptions.ts';

/** A location from a line of a stack trace. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The application's source, if it is on this machine. */
export interface SourceFiles {
  /** The first frame in the application's own code, relative to the folder of its command. */
  firstOwnFrame(
    frames: readonly Frame[],
  ): { readonly source: string; excerpt(): readonly SourceLine[] } | null;
}

const CODE = ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx', '.vue', '.svelte', '.astro'];

const LARGEST_FILE = 2 * 1024 * 1024;

/** Lines before and after the line of the frame. */
const AROUND = 3;

const LONGEST_LINE = 300;

/**
 * Shows lines only of files in the folders where commands run: anyone who can reach
 * the receiver can send a stack trace.
 *
 * @param folders absolute paths, called for each look
 */
export function createSourceFiles(folders: () => readonly string[]): SourceFiles {
  return {
    firstOwnFrame(frames) {
      for (const frame of frames) {
        const folder = folders().find(candidate => isOwnCode(frame.file, candidate));
        if (folder === undefined) continue;
        const source = `${relative(folder, frame.file)}:${frame.line}:${frame.column}`;
        return { source, excerpt: () => readExcerpt(frame, folder) };
      }
      const [frame] = frames.filter(({ file }) => !isForeign(file));
      return frame ? { source: `${frame.file}:${frame.line}:${frame.column}`, excerpt: () => [] } : null;
    },
  };
}

/** No files at all. */
export const NO_SOURCE_FILES = createSourceFiles(() => []);

function isOwnCode(file: string, folder: string): boolean {
  return isInside(file, folder) && !isForeign(file) && CODE.includes(extname(file));
}

function isForeign(file: string): boolean {
  return /[\\/]node_modules[\\/]|^node:/.test(file);
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) && !file.split(/[\\/]/).includes('..');
}

function readExcerpt({ file, line }: Frame, folder: string): SourceLine[] {
  try {
    const real = realpathSync(file);
    if (!isOwnCode(real, realpathSync(folder)) || statSync(real).size > LARGEST_FILE) return [];
    const lines = readFileSync(real, 'utf8').split(/\r?\n/);
    const from = Math.max(1, line - AROUND);
    return lines.slice(from - 1, line + AROUND).map((text, index) => ({
      line: from + index,
      text: hideSecrets(text.slice(0, LONGEST_LINE)),
      at: from + index === line,
    }));
  } catch {
    return [];
  }
}
