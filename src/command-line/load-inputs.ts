import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'dotenv';
import type { ConfigurationInputs, EnvFile, Flags, PackageManifest } from '../config/configuration.ts';
import { envFilePaths } from '../config/env-file-paths.ts';
import { errorMessage } from '../shared/error-message.ts';
import { commandEnvFiles } from './command-env-files.ts';

/**
 * Reads the inputs of a configuration: the named env files, those that the command itself names,
 * and the package.json of the folder.
 */
export function loadInputs(
  flags: Flags,
  envFiles: readonly string[],
  env: NodeJS.ProcessEnv,
  folder: string,
  command: readonly string[],
): ConfigurationInputs {
  const packageJson = readManifest(folder);
  return {
    flags,
    env,
    envFiles: envFilePaths(envFiles, env).map(path => readEnvFile(path, folder)),
    commandEnvFiles: commandEnvFiles(command, packageJson, folder),
    packageJson,
  };
}

function readEnvFile(path: string, folder: string): EnvFile {
  try {
    return { path, variables: parse(readFileSync(resolve(folder, path))) };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { path, error: isMissing ? 'there is no such file' : errorMessage(error) };
  }
}

/** The package.json of a folder, undefined if there is none that can be read. */
export function readManifest(folder: string): PackageManifest | undefined {
  try {
    return JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
