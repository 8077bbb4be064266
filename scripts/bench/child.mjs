import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Milliseconds to wait for a process to end or answer. */
const PATIENCE = 60_000;

/**
 * Starts a process to measure. Its stdout is discarded. It reports about itself in lines on stderr
 * (`apps/usage.cjs`), each with the milliseconds since the start.
 */
export function start({ argv, env, cwd }) {
  const begin = performance.now();
  const [file, ...rest] = argv;
  const child = spawn(file, rest, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  const said = [];
  const waiting = [];
  let stderr = '';
  createInterface({ input: child.stderr }).on('line', text => {
    const after = performance.now() - begin;
    if (!text.startsWith('@bench ')) {
      stderr += `${text}\n`;
      return;
    }
    const report = { ...JSON.parse(text.slice('@bench '.length)), after };
    if (waiting.length > 0) waiting.shift()(report);
    else said.push(report);
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal, after: performance.now() - begin }));
  });
  const closed = new Promise(resolve => child.on('close', resolve));
  const next = () =>
    withPatience(
      said.length > 0 ? Promise.resolve(said.shift()) : new Promise(resolve => waiting.push(resolve)),
      closed.then(() => Promise.reject(new Error(`${argv.join(' ')} ended early\n${stderr}`))),
    );
  return {
    pid: child.pid,
    /** Its next report. */
    next,
    /** Its current usage. */
    ask() {
      child.kill('SIGUSR2');
      return next();
    },
    ended: withPatience(ended),
    /** Ends it gracefully, or by force if that has no effect. */
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 5000);
      const end = await ended;
      clearTimeout(force);
      return end;
    },
  };
}

function withPatience(promise, ...others) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('a process under measurement does not answer')), PATIENCE);
  });
  for (const other of [promise, ...others]) other.catch(() => {});
  return Promise.race([promise, ...others, late]).finally(() => clearTimeout(timer));
}
