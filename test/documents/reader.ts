import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, telemetryLines } from 'otel-run/testing';
import type { Postgres } from '../helpers/postgres.ts';
import type { Running } from '../helpers/processes.ts';
import { freePort } from '../helpers/servers.ts';
import { composeUp } from './compose-up.ts';
import { imageEnvironment } from './deployment/dockerfile.ts';
import { createProject, type Project } from './project.ts';
import { openShell, poll, type ShellRun } from './shell.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Somebody who does what a document says, in order, and sees what comes of it. */
export interface Reader {
  readonly project: Project;
  /** Runs shell commands. A server that they leave running ends before the next ones, requests to it excepted. */
  type(text: string): Promise<ShellRun>;
  /** Waits until it can be seen in what was printed last. */
  look(isThere: (seen: string) => boolean): Promise<void>;
  leave(): Promise<void>;
}

/** What a document takes for granted. */
export interface Setting {
  readonly files: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** A path that is asked for as soon as a server listens; what arrived is seen when it has ended. */
  readonly visit?: string;
  readonly postgres?: Postgres | undefined;
}

/** Starts to read a document, in a project of its own and with a receiver where it speaks of a collector. */
export async function startReading(name: string, setting: Setting): Promise<Reader> {
  const receiver = await startReceiver();
  const port = String(await freePort());
  const project = createProject(name, setting.files);
  const dockerfile = textOf('examples/shop/Dockerfile');
  const image = Object.entries(imageEnvironment(dockerfile)).map(entry => entry.join('='));
  const here = (text: string) => text.replaceAll('http://localhost:4318', receiver.httpUrl);
  const environment = {
    ...setting.postgres?.environment,
    ...Object.fromEntries(
      Object.entries(setting.environment ?? {}).map(([key, value]) => [key, here(value)]),
    ),
    PORT: port,
    IMAGE_ENVIRONMENT: image.join(' '),
  };
  const shell = openShell(project, `export OTEL_EXPORTER_OTLP_ENDPOINT=${receiver.httpUrl}`);
  let seen: (() => string)[] = [];
  let looked = false;
  let server: ShellRun | undefined;
  let containers: readonly Running[] = [];

  const stopServer = async () => {
    await server?.stop();
    server = undefined;
  };
  const stopContainers = async () => {
    for (const { child } of containers) child.kill('SIGTERM');
    await Promise.all(containers.map(({ ended }) => ended));
    containers = [];
  };
  const startContainers = () => {
    const variables = { ...environment, PGDATABASE: 'shop', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpUrl };
    const texts = { compose: textOf('examples/shop/compose.yaml'), dockerfile };
    containers = Object.values(composeUp(project, texts, variables));
    return Promise.all(containers.map(container => container.printed('"msg"')));
  };
  return {
    project,
    async type(text) {
      if (!text.startsWith('curl')) {
        await stopServer();
        if (looked) seen = [];
      }
      looked = false;
      if (/^docker compose up --build/m.test(text)) await startContainers();
      if (/^docker compose (?:stop|down)/m.test(text)) await stopContainers();
      const typed = here(text)
        .replace(/\b3000\b/g, port)
        .replace('<image>', 'image');
      const run = await shell.run(typed, environment);
      seen.push(run.output);
      if (run.code() !== undefined) return run;
      server = run;
      if (setting.visit) {
        await fetch(`http://127.0.0.1:${port}${setting.visit}`);
        await stopServer();
        seen.push(() => telemetryLines(receiver).join('\n'));
      }
      return run;
    },
    async look(isThere) {
      looked = true;
      const output = () => seen.map(part => part()).join('\n');
      await poll(
        () => isThere(output()),
        () => `it is not to be seen in:\n${output()}`,
      );
    },
    async leave() {
      await stopServer();
      await stopContainers();
      project.remove();
      await receiver.close();
    },
  };
}
