import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './project.ts';

/** One block of shell commands under way, or at its end. */
export interface ShellRun {
  /** stdout and stderr, in the order in which they came. */
  output(): string;
  /** The exit code; undefined while it runs, and where it was stopped. */
  code(): number | undefined;
  /** Ends it with all that it started. */
  stop(): Promise<void>;
}

/** Runs the shell blocks of a document one after the other, as one reader at one prompt: what is exported stays. */
export interface Shell {
  /** Resolves when the commands have ended; where they run a server, when that listens. */
  run(text: string, env: Readonly<Record<string, string>>): Promise<ShellRun>;
}

const PATIENCE = 60_000;

/** A block that ends by running a program that nothing ends but its reader. */
const SERVER = /^(?:node|npx otel-run|node_modules\/\.bin\/otel-run) (?!smoke|doctor)[^\n]*\n$/m;

const LISTENING = /\blistening\b/;

/** @param beforeServers commands that come before those of a server */
export function openShell(project: Project, beforeServers: string): Shell {
  const exported = join(project.folder, 'node_modules', '.exported');
  return {
    async run(text, env) {
      const serves = SERVER.test(text);
      const session = existsSync(exported) ? readFileSync(exported, 'utf8') : '';
      const before = serves ? beforeServers : `trap 'export -p > ${exported}' EXIT`;
      const child = spawn('bash', ['-euo', 'pipefail', '-c', `${session}\n${before}\n${text}`], {
        cwd: project.folder,
        env: { ...project.environment, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', chunk => {
          output += chunk;
        });
      }
      let code: number | undefined;
      const ended = new Promise<void>(resolve => {
        child.on('close', exitCode => {
          code = exitCode ?? -1;
          resolve();
        });
      });
      const isReady = () => code !== undefined || (serves && LISTENING.test(output));
      await poll(isReady, () => `${text}does not end:\n${output}`);
      return {
        output: () => output,
        code: () => code,
        async stop() {
          if (code !== undefined) return;
          process.kill(-(child.pid ?? 0), 'SIGTERM');
          await ended;
          code = undefined;
        },
      };
    },
  };
}

/** Waits until something holds, or fails with words for what does not. */
export async function poll(holds: () => boolean, words: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(words());
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
