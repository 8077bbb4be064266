import { describe, expect, test } from 'vitest';
import { runtimesIn } from '../../src/cli/doctor-runtimes.ts';
import { writeTree } from './write-tree.ts';

type Files = Readonly<Record<string, string>>;

/** What is found in a repository: `service: source` of every runtime, and the sources that share a name. */
function found(files: Files, scripts: Record<string, string> = {}, service?: string) {
  const manifest = { scripts, ...(service && { 'otel-run': { service } }) };
  const { runtimes, findings } = runtimesIn(writeTree(files), manifest);
  return {
    runtimes: runtimes.map(({ source, service: name }) => `${name}: ${source}`),
    shared: findings.map(({ code, data }) => `${code} ${data.value} ${data.runtimes}`),
  };
}

const API = 'otel-run --service shop-api -- node dist/server.js';

describe('the runtimes of a repository', () => {
  test('are the scripts that run otel-run, but for those of development', () => {
    const scripts = {
      start: API,
      dev: 'otel-run -s shop-api -- tsx watch src/server.ts',
      'test:unit': 'otel-run -s shop-test -- vitest',
      build: 'tsc',
      worker: 'npm run build && otel-run -s worker node dist/worker.js',
      doctor: 'otel-run doctor',
    };
    expect(found({}, scripts)).toEqual({
      runtimes: ['shop-api: package.json scripts.start', 'worker: package.json scripts.worker'],
      shared: [],
    });
  });

  test('are the services that package.json names', () => {
    const manifest = {
      'otel-run': { services: { api: 'node dist/server.js', worker: 'node dist/worker.js', odd: 1 } },
    };
    expect(runtimesIn(writeTree({}), manifest)).toEqual({
      runtimes: [
        { source: 'package.json otel-run.services.api', service: 'api' },
        { source: 'package.json otel-run.services.worker', service: 'worker' },
      ],
      findings: [],
    });
  });

  test('are those of a Procfile', () => {
    const files = {
      Procfile: `web: ${API}\nworker: OTEL_SERVICE_NAME=worker otel-run node worker.js\nrelease: ./migrate\n`,
    };
    expect(found(files).runtimes).toEqual(['shop-api: Procfile web', 'worker: Procfile worker']);
  });

  test('are those of compose.yaml', () => {
    const files = {
      'compose.yaml': `
services:
  api:
    command: ${API}
  worker:
    command: [npx, otel-run, node, worker.js]
    environment: { OTEL_SERVICE_NAME: worker }
  cron:
    entrypoint: otel-run node cron.js
    environment: ["OTEL_SERVICE_NAME=cron"]
  later:
    command: otel-run node later.js
    environment: { OTEL_SERVICE_NAME: "\${NAME:-x}" }
  db:
    image: postgres
`,
    };
    expect(found(files).runtimes).toEqual([
      'shop-api: compose.yaml services.api',
      'worker: compose.yaml services.worker',
      'cron: compose.yaml services.cron',
      'null: compose.yaml services.later',
    ]);
  });

  test.each([
    ['in the form of exec', `CMD ["otel-run", "-s", "shop-api", "--", "node", "server.js"]`, 'shop-api'],
    ['in the form of a shell', `ENV OTEL_SERVICE_NAME="shop-api"\nCMD otel-run node server.js`, 'shop-api'],
    ['split in two', `ENTRYPOINT ["otel-run", "--"]\nCMD ["node", "server.js"]`, 'null'],
    ['of the last stage', `FROM a\nCMD ["node", "x"]\nFROM b\nCMD otel-run \\\n  -s last node b.js`, 'last'],
  ])('are that of a Dockerfile %s', (_title, Dockerfile, name) => {
    expect(found({ Dockerfile }).runtimes).toEqual([`${name}: Dockerfile`]);
  });

  test('have the name in package.json where they have none of their own', () => {
    expect(found({}, { start: 'otel-run node a.js' }, 'shop').runtimes).toEqual([
      'shop: package.json scripts.start',
    ]);
  });

  test('are none where files are missing or cannot be read as what they are', () => {
    expect(found({ 'compose.yaml': ': [', Dockerfile: 'CMD [' }, {})).toEqual({ runtimes: [], shared: [] });
  });
});

describe('a service name', () => {
  test('that different programs share is worth a warning', () => {
    const scripts = { start: API, worker: 'otel-run -s shop-api node dist/worker.js' };
    expect(found({}, scripts).shared).toEqual([
      'service-name-shared shop-api package.json scripts.start,package.json scripts.worker',
    ]);
  });

  test('that package.json gives to different programs is worth a warning', () => {
    const scripts = { start: 'otel-run node server.js', worker: 'otel-run node worker.js' };
    expect(found({}, scripts, 'shop').shared).toHaveLength(1);
  });

  test('may be that of one program in several places, built or not', () => {
    const files = { Procfile: `web: ${API}\n`, Dockerfile: `CMD otel-run -s shop-api tsx src/server.ts\n` };
    expect(found(files, { start: API, again: 'otel-run -s shop-api -- npm start' }).shared).toEqual([]);
  });

  test('that nothing in the repository gives is not judged', () => {
    expect(found({}, { start: 'otel-run node a.js', worker: 'otel-run node b.js' }).shared).toEqual([]);
  });
});
