// How many records per second of processor time each logger writes to /dev/null: bare, with
// OpenTelemetry's own instrumentation, and with ours. Every round runs all variants, each in its own
// process, one after the other. The table has medians.
//
//   node scripts/bench-logs.mjs [rounds] [--json]
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const require = createRequire(import.meta.url);

const WARM_UP = 100_000;
const RECORDS = 200_000;
/** Records between two turns of the event loop, which batches need to be sent. */
const TURN = 500;

const LOGGERS = {
  pino: () => require('pino')(require('pino').destination('/dev/null')),
  bunyan: () => bunyan1().createLogger({ name: 'bench', streams: [{ stream: nullStream(), level: 'info' }] }),
  winston: () => {
    const winston = require('winston');
    return winston.createLogger({ transports: [new winston.transports.Stream({ stream: nullStream() })] });
  },
};

const write = {
  pino: (logger, i) =>
    logger.info({ user: 'u-17', order: i, total: 12.5, items: ['a', 'b'] }, 'order placed'),
  bunyan: (logger, i) =>
    logger.info({ user: 'u-17', order: i, total: 12.5, items: ['a', 'b'] }, 'order placed'),
  winston: (logger, i) =>
    logger.info('order placed', { user: 'u-17', order: i, total: 12.5, items: ['a', 'b'] }),
};

const VARIANTS = ['bare', 'official', 'ours'];

/** Our bridges as built, next to the packages that the official ones also use. */
const BUNDLE = fileURLToPath(new URL('../node_modules/.cache/bench-logs', import.meta.url));

const [, , first, second] = process.argv;
if (first === '--one') await measure(...second.split(':'));
else {
  await bundle();
  const results = compare(Number(first ?? 5));
  if (second === '--json') console.log(JSON.stringify(results));
  else for (const [name, variants] of Object.entries(results)) report(name, variants);
}

function nullStream() {
  const descriptor = openSync('/dev/null', 'w');
  return new Writable({
    write(chunk, _encoding, done) {
      writeSync(descriptor, chunk);
      done();
    },
  });
}

/** The version that the official instrumentation supports, in a folder with the expected name. */
function bunyan1() {
  const base = mkdtempSync(join(tmpdir(), 'bench-logs-'));
  process.once('exit', () => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, 'node_modules', 'bunyan');
  cpSync(join(require.resolve('bunyan1'), '../..'), folder, { recursive: true });
  return require(folder);
}

/** Prints the records per second of one logger and variant. */
async function measure(name, variant) {
  let received = 0;
  if (variant !== 'bare') await instrument(name, variant, () => received++);
  const logger = LOGGERS[name]();
  const log = i => write[name](logger, i);
  await run(WARM_UP, log);
  const start = process.cpuUsage();
  await run(RECORDS, log);
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  console.log(JSON.stringify({ perSecond: RECORDS / seconds, received }));
  process.exit();
}

async function run(count, log) {
  for (let i = 0; i < count; i++) {
    log(i);
    if (i % TURN === 0) await new Promise(setImmediate);
  }
}

/** Both variants hand their records to the same processor, which drops them. */
async function instrument(name, variant, onEmit) {
  const { LoggerProvider } = require('@opentelemetry/sdk-logs');
  const { defaultResource } = require('@opentelemetry/resources');
  const { context, logs } = require('@opentelemetry/api');
  const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
  const idle = () => Promise.resolve();
  const sink = { onEmit, forceFlush: idle, shutdown: idle };
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exported = `${name[0].toUpperCase()}${name.slice(1)}Instrumentation`;
  if (variant === 'official') {
    const { [exported]: Official } = require(`@opentelemetry/instrumentation-${name}`);
    const provider = new LoggerProvider({ processors: [sink] });
    logs.setGlobalLoggerProvider(provider);
    // winston's transport still uses the API before 1.10. Without this line it would export nothing.
    require('@opentelemetry/api-logs').logs.setGlobalLoggerProvider(provider);
    new Official().setLoggerProvider(provider);
    return;
  }
  const { [exported]: Ours, addPipeline } = require(`${BUNDLE}/${name}.cjs`);
  const pipeline = { resource: defaultResource(), processors: [sink], logRecordLimits: {} };
  const provider = new LoggerProvider(pipeline);
  addPipeline(provider, pipeline);
  new Ours({ send: true, correlate: true }).setLoggerProvider(provider);
}

async function bundle() {
  for (const name of Object.keys(LOGGERS)) {
    const source = new URL('../src/logs/', import.meta.url).pathname;
    const build = await rolldown({
      input: 'bench',
      platform: 'node',
      external: /^(?:node:|@opentelemetry\/)/,
      transform: { define: { __VERSION__: '"bench"' } },
      plugins: [
        {
          name: 'bench',
          resolveId: id => (id === 'bench' ? id : null),
          load: id =>
            id === 'bench'
              ? `export * from '${source}${name}/${name}.ts'; export * from '${source}emit.ts';`
              : null,
        },
      ],
    });
    await build.write({ file: `${BUNDLE}/${name}.cjs`, format: 'cjs' });
  }
}

function compare(rounds) {
  const results = {};
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(LOGGERS)) {
      for (const variant of VARIANTS) {
        const argv = [fileURLToPath(import.meta.url), '--one', `${name}:${variant}`];
        const { perSecond, received } = JSON.parse(
          execFileSync(process.execPath, argv, { encoding: 'utf8' }),
        );
        results[name] ??= {};
        results[name][variant] ??= { perSecond: [], received };
        results[name][variant].perSecond.push(perSecond);
      }
    }
  }
  return results;
}

function report(name, variants) {
  const micros = Object.fromEntries(
    VARIANTS.map(variant => [variant, 1e6 / median(variants[variant].perSecond)]),
  );
  for (const variant of VARIANTS) {
    const rate = Math.round(1e6 / micros[variant]).toLocaleString('en');
    const added = (micros[variant] - micros.bare).toFixed(2);
    const { received } = variants[variant];
    console.log(
      `${name.padEnd(8)} ${variant.padEnd(9)} ${rate.padStart(9)} /s  ${micros[variant].toFixed(2).padStart(6)} µs  ` +
        `${(micros[variant] / micros.bare).toFixed(2)} × bare  +${added} µs  ${received} exported`,
    );
  }
  const share = (micros.ours - micros.bare) / (micros.official - micros.bare);
  console.log(`${name.padEnd(8)} ours adds ${share.toFixed(2)} of what the official one adds\n`);
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
