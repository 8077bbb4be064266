import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../project.ts';

/** What is wrong with a command of a container, by asking the otel-run in the project what it would run. */
export function commandProblems(command: unknown, project: Project): string[] {
  if (!Array.isArray(command))
    return [`${JSON.stringify(command)} is no list of words: a shell would run it`];
  const [file, ...args] = command.map(String);
  if (!existsSync(join(project.folder, file ?? ''))) return [`${file} is not in the project`];
  const dryRun = spawnSync(process.execPath, [file ?? '', '--dry-run', ...args], {
    cwd: project.folder,
    env: { ...project.environment, OTEL_SERVICE_NAME: 'documented' },
    encoding: 'utf8',
  });
  if (dryRun.status !== 0) return [dryRun.stderr];
  const [program, script = ''] = (dryRun.stdout.split('\n')[0] ?? '').split(' ');
  if (program !== 'node') return [`it runs ${program}`];
  return existsSync(join(project.folder, script)) ? [] : [`${script} is not in the project`];
}
