import { describe, expect, it } from 'vitest';
import {
  answer,
  answerAfterInformation,
  answerHuge,
  answerLate,
  answerWithTrailers,
  type Behaviour,
  collectorAt,
  dribble,
  neverAnswer,
  reset,
  resetMidResponse,
  sendGarbage,
  startFaultyCollector,
  startSilentServer,
  unusedPort,
} from '../helpers/faulty-collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, run, start } from '../helpers/processes.ts';

/** Milliseconds that an exit may wait where no answer will come, where one may come late, and where one comes. */
const SHORT = 600;
const MEDIUM = 2500;
const LONG = 15_000;

/** What the machine may add to that. */
const SLACK = 1000;

const APPLICATION = ['endings.cjs', 'process.exit'];
const OWN_CODE = 4;

interface Fault {
  readonly name: string;
  /** Undefined: nobody listens. */
  readonly behaviour?: Behaviour | 'silent';
  /** What the one line says; undefined where everything arrives. */
  readonly reason?: RegExp;
  readonly protocol?: string;
  readonly flushTimeout: number;
}

const DATE = 'Sat, 28 Nov 2026 12:00:00 GMT';
const NO_ANSWER = /in time|timed out/;

const FAULTS: readonly Fault[] = [
  { name: 'refuses connections', reason: /ECONNREFUSED|in time/, flushTimeout: SHORT },
  { name: 'accepts connections and is silent', behaviour: 'silent', reason: NO_ANSWER, flushTimeout: SHORT },
  { name: 'never answers', behaviour: neverAnswer, reason: NO_ANSWER, flushTimeout: SHORT },
  { name: 'answers a byte at a time', behaviour: dribble, reason: NO_ANSWER, flushTimeout: SHORT },
  {
    name: 'resets the connection',
    behaviour: reset,
    reason: /ECONNRESET|socket hang up|in time/,
    flushTimeout: SHORT,
  },
  {
    name: 'answers 429',
    behaviour: answer(429),
    reason: /429 Too Many Requests|503 Service Unavailable|in time/,
    flushTimeout: MEDIUM,
  },
  {
    name: 'answers 503',
    behaviour: answer(503),
    reason: /429 Too Many Requests|503 Service Unavailable|in time/,
    flushTimeout: MEDIUM,
  },
  {
    name: 'answers 429 with a Retry-After that is too far away',
    behaviour: answer(429, { 'retry-after': '60' }),
    reason: /429 Too Many Requests, asked to wait 60 s/,
    flushTimeout: LONG,
  },
  { name: 'answers 400', behaviour: answer(400), reason: /400 Bad Request/, flushTimeout: LONG },
  { name: 'answers 401', behaviour: answer(401), reason: /401 Unauthorized/, flushTimeout: LONG },
  { name: 'answers 404', behaviour: answer(404), reason: /404 Not Found/, flushTimeout: LONG },
  { name: 'answers 500', behaviour: answer(500), reason: /500 Internal Server Error/, flushTimeout: LONG },
  { name: 'sends garbage', behaviour: sendGarbage, reason: /Parse Error/, flushTimeout: LONG },
  { name: 'is slow, but not too slow', behaviour: answerLate(150), flushTimeout: LONG },
  { name: 'resets its answer of 200 half-way', behaviour: resetMidResponse, flushTimeout: LONG },
  {
    name: 'answers 503 until a date that is too far away',
    behaviour: answer(503, { date: DATE, 'retry-after': 'Sat, 28 Nov 2026 12:01:00 GMT' }),
    reason: /503 Service Unavailable, asked to wait 60 s/,
    flushTimeout: LONG,
  },
  { name: 'answers 200 without an end', behaviour: answerHuge(200), reason: /4 MiB/, flushTimeout: LONG },
  { name: 'answers 500 without an end', behaviour: answerHuge(500), reason: /4 MiB/, flushTimeout: LONG },
  { name: 'informs before it answers', behaviour: answerAfterInformation, flushTimeout: LONG },
  {
    name: 'switches to another protocol',
    behaviour: answer(101, { connection: 'upgrade', upgrade: 'websocket' }),
    reason: /101|closed|hang up|in time/,
    flushTimeout: SHORT,
  },
  { name: 'answers with trailers', behaviour: answerWithTrailers, flushTimeout: LONG },
  ...[301, 302, 307, 308].map(status => ({
    name: `answers ${status}`,
    behaviour: answer(status, { location: 'https://user:secret@elsewhere.example/v1/traces' }),
    reason: new RegExp(`: ${status} .*, not followed to https://elsewhere.example$`, 'm'),
    flushTimeout: LONG,
  })),
  { name: 'refuses connections', protocol: 'grpc', reason: /UNAVAILABLE|in time/, flushTimeout: SHORT },
  {
    name: 'accepts connections and is silent',
    protocol: 'grpc',
    behaviour: 'silent',
    reason: /in time|DEADLINE|UNAVAILABLE/,
    flushTimeout: SHORT,
  },
  {
    name: 'speaks HTTP/1 instead of gRPC',
    protocol: 'grpc',
    behaviour: answer(200),
    reason: /in time|UNAVAILABLE/,
    flushTimeout: MEDIUM,
  },
];

function startCollector(behaviour: Fault['behaviour']) {
  if (behaviour === 'silent') return startSilentServer();
  return behaviour && startFaultyCollector(behaviour);
}

describe.concurrent.each(nodes())('under Node.js $version, a collector that', ({ path }) => {
  for (const { name, behaviour, reason, protocol = 'http/json', flushTimeout } of FAULTS) {
    it(`${name} (${protocol}) changes no exit code, holds the exit for no longer than allowed, and is named in one line`, async () => {
      const collector = await startCollector(behaviour);
      const env = collectorAt(collector?.port ?? (await unusedPort()), name, protocol);

      const { code, stderr, waited } = await runTimed(env, flushTimeout, path);

      await collector?.close();
      expect({ code, lines: stderr.split('\n').length - 1 }, stderr).toEqual({
        code: OWN_CODE,
        lines: reason ? 1 : 0,
      });
      if (reason) {
        expect(stderr).toMatch(
          /^otel-run: 3 spans and 2 log records could not be delivered before the exit: /,
        );
        expect(stderr).toMatch(reason);
      }
      expect(waited).toBeLessThan(flushTimeout + SLACK);
    });
  }
});

describe.concurrent('an exit', () => {
  it('says nothing of a broken collector in development', async () => {
    const env = { ...collectorAt(await unusedPort(), 'development'), NODE_ENV: 'development' };

    expect(await runApplication(env, SHORT)).toMatchObject({ code: OWN_CODE, stdout: '', stderr: '' });
  });

  it('never waits where the flush timeout is 0', async () => {
    const collector = await startFaultyCollector(answer(200));

    const { code, stderr } = await runApplication(collector.environment('no-wait'), 0);

    await collector.close();
    expect({ code, stderr, requests: collector.requests }).toEqual({
      code: OWN_CODE,
      stderr:
        'otel-run: 3 spans and 2 log records could not be delivered before the exit: OTEL_RUN_FLUSH_TIMEOUT is 0\n',
      requests: [],
    });
  });

  it('starts no thread where there is nothing to deliver', async () => {
    const watching = `require('node:diagnostics_channel').subscribe('worker_threads', () => require('node:fs').writeSync(1, 'a thread'));`;
    const env = preloaded(collectorAt(await unusedPort(), 'idle'));

    expect(await run([process.execPath, '-e', watching], { env })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('meets a collector that comes back while it waits', async () => {
    const port = await unusedPort();
    const process_ = start([process.execPath, '-e', ENDS_ITS_SPANS_AT_THE_EXIT], {
      env: { ...preloaded(collectorAt(port, 'comes-back')), OTEL_RUN_FLUSH_TIMEOUT: String(LONG) },
    });
    await process_.printed('EXIT');
    const collector = await startFaultyCollector(answer(200), port);

    const { code, stderr } = await process_.ended;

    await collector.close();
    expect({ code, stderr, spans: collector.requests.flatMap(({ spanIds }) => spanIds).length }).toEqual({
      code: 0,
      stderr: '',
      spans: 1,
    });
  });

  it('sends what was under way again with the same span ids', async () => {
    const collector = await startFaultyCollector((request, response, count) => {
      if (count > 1) answer(200)(request, response, count);
    });
    const env = {
      ...preloaded(collector.environment('again')),
      // An export without an answer is sent again after a quarter of it.
      OTEL_RUN_FLUSH_TIMEOUT: '6000',
      OTEL_BSP_SCHEDULE_DELAY: '1',
      OTEL_LOGS_EXPORTER: 'none',
    };

    const { code, stderr } = await run(
      [process.execPath, 'endings.cjs', 'an empty event loop after a while'],
      {
        env,
      },
    );

    await collector.close();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first, second] = collector.requests;
    expect(first?.spanIds).toHaveLength(3);
    expect(second?.spanIds).toEqual(first?.spanIds);
  });

  it('goes on where a launcher passes on the signal that came', async () => {
    let repeat = () => {};
    const collector = await startFaultyCollector((request, response, count) => {
      repeat();
      answerLate(150)(request, response, count);
    });
    const env = {
      ...preloaded(collector.environment('passed-on')),
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_LOG_LEVEL: 'info',
      OTEL_RUN_FLUSH_TIMEOUT: String(LONG),
    };
    const { child, ended } = start([process.execPath, '-e', ENDS_SPANS], { env });
    while (collector.requests.length < 2) await new Promise(resolve => setTimeout(resolve, 20));
    repeat = () => child.kill('SIGINT');
    child.kill('SIGINT');

    const { signal, stderr } = await ended;

    await collector.close();
    expect(signal).toBe('SIGINT');
    expect(stderr).toMatch(/^otel-run: process \d+ delivered \d+ spans, the exit waited \d+ ms$/m);
    expect(stderr).not.toContain('could not be delivered');
  });

  it('says what was delivered to those who ask for information', async () => {
    const collector = await startFaultyCollector(answer(200));
    const env = { ...collector.environment('informed'), OTEL_LOG_LEVEL: 'info' };

    const { stderr } = await runApplication(env, LONG);

    await collector.close();
    const lines = stderr.split('\n').filter(line => line.includes('delivered'));
    expect(lines).toEqual([
      expect.stringMatching(
        /^otel-run: process \d+ delivered 3 spans and 2 log records, the exit waited \d+ ms$/,
      ),
    ]);
  });
});

const ENDS_SPANS = `
  setInterval(() => require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end(), 2);`;

const ENDS_MORE_THAN_A_QUEUE_HOLDS = `
  for (let i = 0; i < 5000; i++) require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();
  setInterval(() => {}, 1000);
  setImmediate(() => setTimeout(() => console.log('READY')));`;

const ENDS_ITS_SPANS_AT_THE_EXIT = `
  process.on('exit', () => {
    require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();
    require('node:fs').writeSync(1, 'EXIT');
  });`;

describe.concurrent('while the application runs', () => {
  it('keeps what a collector that was away could not take, and says so once, and once when it is back', async () => {
    const port = await unusedPort();
    const process_ = start([process.execPath, 'steady-work.cjs', '5000', '1'], {
      env: {
        ...preloaded(collectorAt(port, 'away')),
        OTEL_BSP_SCHEDULE_DELAY: '50',
        OTEL_EXPORTER_OTLP_TIMEOUT: '800',
      },
    });
    await process_.saidOnStderr('exports fail');
    const collector = await startFaultyCollector(answer(200), port);

    const { stdout, stderr } = await process_.ended;

    await collector.close();
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^otel-run: traces: exports fail \(.*ECONNREFUSED.*\), nothing lost so far$/),
      'otel-run: traces: exports arrive again, nothing lost meanwhile',
      '',
    ]);
    const arrived = new Set(collector.requests.flatMap(({ spanIds }) => spanIds));
    expect(arrived.size).toBe(endedBy(stdout).ended);
  });

  it('says while it runs what a full queue could not hold, though everything else arrives', async () => {
    const collector = await startFaultyCollector(answer(200));
    const env = preloaded(collector.environment('burst'));
    const application = start([process.execPath, '-e', ENDS_MORE_THAN_A_QUEUE_HOLDS], { env });
    // Until the application has started, a signal ends it at once.
    await application.printed('READY');
    await application.saidOnStderr('lost so far');
    application.child.kill('SIGTERM');

    const { stderr } = await application.ended;

    await collector.close();
    const arrived = collector.requests.flatMap(({ spanIds }) => spanIds).length;
    expect(stderr).toBe(
      `otel-run: traces: the queue was full, ${5000 - arrived} spans lost so far (OTEL_BSP_MAX_QUEUE_SIZE sets its size)\n`,
    );
    expect(arrived).toBeGreaterThanOrEqual(2048);
  });

  it('slows nothing while a collector does not answer, and drops no more than the queue cannot hold', async () => {
    const collector = await startFaultyCollector(neverAnswer);
    const env = {
      ...preloaded(collector.environment('stuck')),
      OTEL_BSP_SCHEDULE_DELAY: '10',
      OTEL_BSP_MAX_QUEUE_SIZE: '64',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '32',
      OTEL_RUN_FLUSH_TIMEOUT: '100',
    };

    const { stdout, stderr } = await run([process.execPath, 'steady-work.cjs', '1000', '10'], { env });

    await collector.close();
    const { ended, delay } = endedBy(stdout);
    expect(stderr).toMatch(new RegExp(`^otel-run: ${ended} spans could not be delivered before the exit: `));
    expect(delay).toBeLessThan(1000);
  });
});

function endedBy(stdout: string): { ended: number; growth: number; delay: number } {
  return JSON.parse(stdout.split('\n').at(-2) ?? '{}');
}

/** An exit that also says how long it waited, apart from what it says to everybody. */
async function runTimed(
  env: Record<string, string>,
  flushTimeout: number,
  node: string,
): Promise<Ended & { waited: number }> {
  const { stderr, ...ended } = await runApplication({ ...env, OTEL_LOG_LEVEL: 'info' }, flushTimeout, node);
  const [, waited] = /the exit waited (\d+) ms/.exec(stderr) ?? [];
  const lines = stderr.split('\n').filter(line => !/is instrumented as| delivered .* waited/.test(line));
  return { ...ended, stderr: lines.join('\n'), waited: Number(waited) };
}

function runApplication(
  env: Record<string, string>,
  flushTimeout: number,
  node = process.execPath,
): Promise<Ended> {
  return run([node, ...APPLICATION], {
    env: { ...preloaded(env), OTEL_RUN_FLUSH_TIMEOUT: String(flushTimeout) },
  });
}
