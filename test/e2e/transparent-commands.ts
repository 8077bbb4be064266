import { getPriority } from 'node:os';
import type { Ended, RunOptions } from '../helpers/processes.ts';
import { endingCommands, NODE, programCommands, script } from './transparent-programs.ts';

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
      title: 'a Node.js program whose reader goes away',
      argv: [NODE, '-e', 'for (let i = 0; i < 100000; i++) console.log(i)'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: bash expands it
      shell: '"$@" | head -1; echo "${PIPESTATUS[@]}"',
      bare: { stdout: '0\n0 0\n', stderr: '' },
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
    {
      title: 'the nice value',
      argv: ['nice'],
      shell: 'nice -n 3 "$@"',
      bare: { stdout: `${getPriority() + 3}\n` },
    },
    { title: 'ignored and blocked signals', argv: ['grep', '-E', 'Sig(Ign|Blk)', '/proc/self/status'] },
    {
      title: 'the process group',
      argv: ['sh', '-c', '[ "$(ps -o pgid= $$)" = "$(ps -o pgid= $SHELL_PID)" ] && echo same'],
      shell: 'SHELL_PID=$$ "$@"',
      bare: { stdout: 'same\n' },
    },
  ];
}
