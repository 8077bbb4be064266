import { writeSync } from 'node:fs';
import { main } from './cli/main.ts';

const ending = await main(process.argv.slice(2), process.env, {
  out: text => writeAll(1, text),
  error: text => writeAll(2, text),
});
if (ending.kind === 'exit') process.exitCode = ending.code;
else (await import('./launch/die-like.ts')).dieOf(ending.signal);

/** Synchronous, because a command that replaces this process takes what was not written yet with it. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
