/**
 * Why a command was not started, with the exit code of a shell for it, or 125 if the system had no resources.
 */
export interface NotStarted {
  readonly kind: 'refused';
  readonly exitCode: 125 | 126 | 127;
  readonly reason: string;
}

/**
 * Each reason in words for the person who wrote the command: errors of execve(2), and files of other kinds.
 */
const REASONS: Readonly<Record<string, string>> = {
  folder: 'it is a folder',
  'special-file': 'it is not a regular file',
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  E2BIG: 'its arguments and environment are longer than the system accepts',
  ENOEXEC: 'it is not a program for this system',
  ETXTBSY: 'it is being written to',
  ELOOP: 'its symbolic links form a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** The system has no process, memory or file descriptor left, so the command is not to blame. */
const NO_ROOM: readonly string[] = ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'];

/** The command does not exist. */
export function notFound(file: string): NotStarted {
  return { kind: 'refused', exitCode: 127, reason: `${file || '""'}: command not found` };
}

/**
 * The command exists, but cannot be executed.
 *
 * @param reason a key of `REASONS`, or another error code of execve(2)
 * @param path where the command was found
 */
export function notExecutable(file: string, reason: string, path = file): NotStarted {
  const where = path === file ? '' : ` (${path})`;
  return {
    kind: 'refused',
    exitCode: 126,
    reason: `${file}${where} cannot be executed: ${REASONS[reason] ?? reason}`,
  };
}

/** Starting a child failed, although the command had been found if this system allows a look-up. */
export function notSpawned(file: string, errorCode: string, platform: string = process.platform): NotStarted {
  if (NO_ROOM.includes(errorCode))
    return { kind: 'refused', exitCode: 125, reason: `${file} could not be started: ${errorCode}` };
  if (errorCode !== 'ENOENT') return notExecutable(file, errorCode);
  if (platform === 'win32') return notFound(file);
  return notExecutable(file, 'the interpreter or loader that it names does not exist');
}
