import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended, RunOptions } from '../helpers/processes.ts';

/** A command whose run by otel-run equals the bare one in stdout, stderr and exit code or signal. */
export interface TransparentCommand {
  readonly title: string;
  readonly argv: readonly string[];
  /** A line of shell around it, in which `"$@"` is the command, or otel-run with the command. */
  readonly shell?: string;
  readonly options?: RunOptions;
  /** How the bare run ends, where two equal runs could both be wrong. */
  readonly bare?: Partial<Ended>;
}

/** The first one in PATH. */
const NODE = 'node';
const AWKWARD = [
  '',
  'a b',
  '"q"',
  "it's",
  'line\nbreak',
  'ünï💥',
  '-x',
  '--service',
  '--',
  '$HOME',
  '*',
  '\\',
  '',
];
const BYTES = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256);
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
const EXIT_CODE_AND_FIRST_LINE = '{ "$@"; echo "code $?" >&2; } | head -1';

/** Every row of the table. The files that it runs are written to `folder`, which has to be in PATH too. */
export function transparentCommands(folder: string): readonly TransparentCommand[] {
  return [
    ...argumentCommands(),
    ...streamCommands(),
    ...descriptorCommands(),
    ...endingCommands(folder),
    ...programCommands(folder),
    ...worldCommands(),
  ];
}

function argumentCommands(): TransparentCommand[] {
  const shell = (code: string, ...rest: string[]) => ['sh', '-c', code, 'sh', ...rest];
  return [
    { title: 'awkward arguments of node', argv: [NODE, 'print-arguments.cjs', ...AWKWARD] },
    { title: 'awkward arguments of another program', argv: ['printf', '[%s]', ...AWKWARD] },
    { title: 'options of node', argv: [NODE, '--no-warnings', 'print-arguments.cjs', '--no-warnings'] },
    { title: 'an argument of 100 KB', argv: shell('echo "$1" | wc -c', 'x'.repeat(100_000)) },
    { title: 'arguments of 400 KB', argv: shell('echo $#', ...Array(40).fill('x'.repeat(10_000))) },
    { title: 'an empty variable', argv: shell('env | grep ^X='), options: { env: { X: '' } } },
    { title: 'an awkward variable', argv: shell('echo "$X"'), options: { env: { X: AWKWARD.join(' ') } } },
  ];
}

function streamCommands(): TransparentCommand[] {
  return [
    { title: 'stdin that ends at once', argv: ['cat'], bare: { stdout: '' } },
    { title: 'text on stdin', argv: ['cat'], options: { input: 'a\nb' }, bare: { stdout: 'a\nb' } },
    { title: 'bytes on stdin', argv: [NODE, 'hash-stdin.cjs'], options: { input: BYTES } },
    { title: 'a file as stdin', argv: ['wc', '-c'], shell: '"$@" < print-arguments.cjs' },
    { title: 'closed stdin', argv: [NODE, 'hash-stdin.cjs'], shell: '"$@" <&-' },
    {
      title: 'stdin that is left for the next program',
      argv: ['true'],
      shell: '"$@"; cat',
      options: { input: 'left' },
      bare: { stdout: 'left' },
    },
    { title: 'stdout and stderr', argv: script('console.log(1); console.error(2)') },
    { title: 'a megabyte on stdout', argv: script('process.stdout.write("x".repeat(1e6))') },
    { title: 'bytes on stdout', argv: ['printf', '\\377\\000\\376'], shell: '"$@" | od -An -tx1' },
    { title: 'a full disk', argv: ['sh', '-c', 'echo lost'], shell: '"$@" >/dev/full' },
    {
      title: 'a reader that goes away',
      argv: ['yes'],
      shell: EXIT_CODE_AND_FIRST_LINE,
      bare: { stderr: 'code 141\n' },
    },
    {
      title: 'a reader that goes away from node',
      argv: [NODE, 'write-forever.cjs'],
      shell: EXIT_CODE_AND_FIRST_LINE,
      bare: { stderr: 'EPIPE\ncode 5\n' },
    },
    {
      title: 'a pipeline in the command',
      argv: ['bash', '--norc', '-c', 'set -o pipefail; yes | head -1; echo $?'],
      bare: { stdout: 'y\n141\n', stderr: '' },
    },
  ];
}

function descriptorCommands(): TransparentCommand[] {
  const shell = 'echo in | { "$@" 3<&0 4>&1; }';
  return [
    {
      title: 'descriptors 3 and 4 of a shell',
      argv: ['sh', '-c', 'cat <&3; echo out >&4'],
      shell,
      bare: { stdout: 'in\nout\n' },
    },
    {
      title: 'descriptors 3 and 4 of node',
      argv: script('fs.writeSync(4, fs.readFileSync(3, "utf8").toUpperCase())'),
      shell,
      bare: { stdout: 'IN\n' },
    },
    {
      title: 'descriptor 7 and none between',
      argv: ['sh', '-c', 'echo out >&7; for fd in 3 4 5 6 7 8; do test -e /proc/$$/fd/$fd && echo $fd; done'],
      shell: '"$@" 7>&1',
    },
  ];
}

function endingCommands(folder: string): TransparentCommand[] {
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

function programCommands(folder: string): TransparentCommand[] {
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

function worldCommands(): TransparentCommand[] {
  return [
    {
      title: 'the working directory',
      argv: ['pwd'],
      shell: 'cd /usr/bin && "$@"',
      bare: { stdout: '/usr/bin\n' },
    },
    {
      title: 'the umask',
      argv: ['sh', '-c', 'umask'],
      shell: 'umask 027 && "$@"',
      bare: { stdout: '0027\n' },
    },
    {
      title: 'a limit',
      argv: ['sh', '-c', 'ulimit -n'],
      shell: 'ulimit -n 333; "$@"',
      bare: { stdout: '333\n' },
    },
    { title: 'the nice value', argv: ['nice'], shell: 'nice -n 3 "$@"', bare: { stdout: '3\n' } },
    { title: 'ignored and blocked signals', argv: ['grep', '-E', 'Sig(Ign|Blk)', '/proc/self/status'] },
    {
      title: 'the process group',
      argv: ['sh', '-c', '[ "$(ps -o pgid= $$)" = "$(ps -o pgid= $SHELL_PID)" ] && echo same'],
      shell: 'SHELL_PID=$$ "$@"',
      bare: { stdout: 'same\n' },
    },
  ];
}

function script(code: string): string[] {
  return [NODE, '-e', code];
}

function file(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return path;
}
