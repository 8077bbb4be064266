import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TransparentCommand } from './transparent-commands.ts';

/** The first one in PATH. */
export const NODE = 'node';

const CODES = [0, 1, 3, 42, 255];
const NODE_SIGNALS = [
  'SIGTERM',
  'SIGKILL',
  'SIGINT',
  'SIGHUP',
  'SIGABRT',
  'SIGSEGV',
  'SIGQUIT',
  'SIGUSR2',
] as const;
const SHELL_SIGNALS = [...NODE_SIGNALS, 'SIGPIPE', 'SIGUSR1', 'SIGALRM', 'SIGXFSZ'] as const;
const NO_CORE_DUMP = 'ulimit -c 0; exec "$@"';

/** Commands that end in every way there is. */
export function endingCommands(folder: string): TransparentCommand[] {
  const throwing = 'function inner() { throw new TypeError("broken"); }\ninner();';
  const bare = { code: 1 };
  return [
    ...CODES.map(code => ({
      title: `exit code ${code} of a shell`,
      argv: ['sh', '-c', `exit ${code}`],
      bare: { code },
    })),
    ...CODES.map(code => ({
      title: `exit code ${code} of node`,
      argv: script(`process.exit(${code})`),
      bare: { code },
    })),
    { title: 'process.exitCode', argv: script('process.exitCode = 9'), bare: { code: 9 } },
    { title: 'an uncaught error in a line', argv: script('throw new Error("broken")'), bare },
    { title: 'an uncaught error', argv: [NODE, file(folder, 'throws.cjs', throwing)], bare },
    { title: 'an uncaught error in a module', argv: [NODE, file(folder, 'throws.mjs', throwing)], bare },
    { title: 'an unhandled rejection', argv: script('Promise.reject(new Error("broken"))'), bare },
    { title: 'a syntax error', argv: [NODE, file(folder, 'syntax.cjs', 'const = 1')], bare },
    {
      // From Node.js 24.11 on the module hooks are in the trace.
      title: 'a script that is not there, but for the trace',
      argv: [NODE, '/nowhere.cjs'],
      shell: 'set -o pipefail; "$@" 2>&1 | grep -v "^ *at "',
      bare,
    },
    { title: 'an unknown option of node', argv: [NODE, '--no-such-option'], bare: { code: 9 } },
    {
      title: 'an unsettled await',
      argv: [NODE, '--input-type=module', '-e', 'await new Promise(() => {})'],
      bare: { code: 13 },
    },
    ...NODE_SIGNALS.map(signal => ({
      title: `death of node by ${signal}`,
      argv: script(`process.kill(process.pid, '${signal}'); setTimeout(() => {}, 9999)`),
      shell: NO_CORE_DUMP,
      bare: { signal },
    })),
    ...SHELL_SIGNALS.map(signal => ({
      title: `death of a shell by ${signal}`,
      argv: ['sh', '-c', `kill -${signal.slice(3)} $$`],
      shell: NO_CORE_DUMP,
      bare: { signal },
    })),
    {
      title: 'a grandchild that outlives the command',
      argv: ['sh', '-c', '(read line; echo late) <&5 & echo first'],
      shell: 'mkfifo "$0.$$"; { "$@"; echo "code $?"; echo go >"$0.$$"; } 5<>"$0.$$"; wait; rm "$0.$$"',
    },
  ];
}

/** Everything that can be executed. */
export function programCommands(folder: string): TransparentCommand[] {
  const executable = (name: string, content: string) => file(folder, name, content);
  executable('in-path', '#!/bin/sh\necho "in PATH as $0"\n');
  return [
    { title: 'a script with #!', argv: [executable('script', '#!/bin/sh\necho "$0" "$@"\n'), 'a b'] },
    {
      title: 'a script of node',
      argv: [executable('of-node', `#!/usr/bin/env node\nconsole.log(process.argv)\n`), 'a'],
    },
    {
      title: 'a script by env',
      argv: [executable('by-env', '#!/usr/bin/env -S sh -e\necho "$@"; false\n'), 'a'],
    },
    { title: 'a script by a script', argv: [executable('by-script', `#!${folder}/script x\n`), 'a b'] },
    { title: 'a script without #!', argv: [executable('plain', 'echo "$@"\n'), 'a b'] },
    { title: 'an empty file', argv: [executable('empty', '')], bare: { code: 0 } },
    { title: 'a relative path', argv: ['./in-path'], options: { cwd: folder } },
    {
      title: 'a command of PATH',
      argv: ['in-path'],
      options: { env: { PATH: `${folder}:${process.env.PATH}` } },
    },
    { title: 'the first argument, its name', argv: ['sh', '-c', 'tr "\\0" " " </proc/$$/cmdline'] },
  ];
}

/** A line of JavaScript as a command. */
export function script(code: string): string[] {
  return [NODE, '-e', code];
}

function file(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return path;
}
