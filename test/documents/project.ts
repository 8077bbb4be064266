import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OTEL_RUN, PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { cleanEnvironment } from '../helpers/processes.ts';

/** A folder as a reader of the documents has it, with the packed package installed. */
export interface Project {
  readonly folder: string;
  /** Commands of other tools are stood in for; what was asked of them is in `asked()`. */
  readonly environment: Readonly<Record<string, string>>;
  /** The command lines of the tools that were stood in for. */
  asked(): readonly string[];
  remove(): void;
}

/** Makes a project; packages of the repository are found in the folders above it. */
export function createProject(name: string, files: Readonly<Record<string, string>> = {}): Project {
  const folder = join(PACKAGE_FOLDER, '..', '..', name);
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  symlinkSync(PACKAGE_FOLDER, join(modules, 'otel-run'));
  symlinkSync(OTEL_RUN, join(modules, '.bin', 'otel-run'));
  const asked = join(modules, '.asked');
  writeFileSync(asked, '');
  const commands = standIns(join(modules, '.commands'), asked);
  const path = [commands, join(modules, '.bin'), dirname(process.execPath), process.env.PATH].join(':');
  return {
    folder,
    environment: { ...cleanEnvironment(), PATH: path },
    asked: () => readFileSync(asked, 'utf8').split('\n').filter(Boolean),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Containers and clusters are not at hand, and packages are installed: what a container runs is run in the project. */
function standIns(folder: string, asked: string): string {
  const npm = execFileSync('bash', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  const scripts = {
    npm: `case "$1" in ci | install) ;; *) exec "${npm}" "$@" ;; esac`,
    docker:
      'if [ "$1" = run ]; then shift; while [[ "$1" == -* ]]; do shift; done; shift; exec env $IMAGE_ENVIRONMENT "$@"; fi',
    kubectl: 'true',
  };
  mkdirSync(folder);
  for (const [name, script] of Object.entries(scripts)) {
    const path = join(folder, name);
    writeFileSync(path, `#!/usr/bin/env bash\necho "${name} $*" >> "${asked}"\n${script}\n`);
    chmodSync(path, 0o755);
  }
  return folder;
}
