import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { versionsIn } from './installations.mjs';
import { AGENTS } from './peers.mjs';

/** The conditions of the measurements: machine, Node.js, packages. */
export function facts({ node, folders, seconds }) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return {
    machine: machine(),
    node: version,
    packages: [
      ...versionsIn(folders['otel-run'], ['otel-run']),
      ...versionsIn(folders.official, [
        '@opentelemetry/auto-instrumentations-node',
        '@opentelemetry/sdk-node',
        'express',
        'fastify',
        'pino',
      ]),
      ...Object.values(AGENTS),
    ],
    date: new Date().toISOString().slice(0, 10),
    seconds,
  };
}

/** The processors, memory and system of this machine. */
export function machine() {
  const [{ model }] = cpus();
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`;
}
