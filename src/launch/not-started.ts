/** Why a command was not started, with the exit code that a shell has for it, or 125 where the system had no room. */
export interface NotStarted {
  readonly kind: 'refused';
  readonly exitCode: 125 | 126 | 127;
  readonly reason: string;
}

/** What each reason means to the person who wrote the command: errors of execve(2), and what is not a file. */
const REASONS: Readonly<Record<string, string>> = {
  folder: 'it is a folder',
  'special-file': 'it is not a regular file',
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  E2BIG: 'its arguments and environment are longer than the system takes',
  ENOEXEC: 'it is not a program for this system',
  ETXTBSY: 'it is being written to',
  ELOOP: 'its symbolic links go round in circles',
  ENAMETOOLONG: 'its name is too long',
};

/** The system has no process, memory or file descriptor left: the command is not to blame. */
const NO_ROOM: readonly string[] = ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'];

/** The command does not exist. */
export function notFound(file: string): NotStarted {
  return { kind: 'refused', exitCode: 127, reason: `${file || '""'}: command not found` };
}

/**
 * The command is there, but it cannot be executed.
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

/** Starting a child failed, though the command had been found where this system can look for it. */
export function notSpawned(file: string, errorCode: string, platform: string = process.platform): NotStarted {
  if (NO_ROOM.includes(errorCode))
    return { kind: 'refused', exitCode: 125, reason: `${file} could not be started: ${errorCode}` };
  if (errorCode !== 'ENOENT') return notExecutable(file, errorCode);
  if (platform === 'win32') return notFound(file);
  return notExecutable(file, 'the interpreter or loader that it names is not there');
}
