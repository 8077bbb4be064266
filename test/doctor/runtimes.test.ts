import { describe, expect, it } from 'vitest';
import { runtimesIn } from '../../src/doctor/read-runtimes.ts';
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
  it('are the scripts that run otel-run, but for those of development', () => {
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

  it('are the services that package.json names', () => {
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

  it('are those of a Procfile', () => {
    const files = {
      Procfile: `web: ${API}\nworker: OTEL_SERVICE_NAME=worker otel-run node worker.js\nrelease: ./migrate\n`,
    };
    expect(found(files).runtimes).toEqual(['shop-api: Procfile web', 'worker: Procfile worker']);
  });

  it('are those of compose.yaml', () => {
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

  it.each([
    ['in the form of exec', `CMD ["otel-run", "-s", "shop-api", "--", "node", "server.js"]`, 'shop-api'],
    ['in the form of a shell', `ENV OTEL_SERVICE_NAME="shop-api"\nCMD otel-run node server.js`, 'shop-api'],
    ['split in two', `ENTRYPOINT ["otel-run", "--"]\nCMD ["node", "server.js"]`, 'null'],
    ['of the last stage', `FROM a\nCMD ["node", "x"]\nFROM b\nCMD otel-run \\\n  -s last node b.js`, 'last'],
  ])('are that of a Dockerfile %s', (_title, Dockerfile, name) => {
    expect(found({ Dockerfile }).runtimes).toEqual([`${name}: Dockerfile`]);
  });

  it('have the name in package.json where they have none of their own', () => {
    expect(found({}, { start: 'otel-run node a.js' }, 'shop').runtimes).toEqual([
      'shop: package.json scripts.start',
    ]);
  });

  it('are none where files are missing or cannot be read as what they are', () => {
    expect(found({ 'compose.yaml': ': [', Dockerfile: 'CMD [' }, {})).toEqual({ runtimes: [], shared: [] });
  });
});

describe('the runtimes in odd forms of a Dockerfile', () => {
  it.each<[title: string, Dockerfile: string, expected: string[]]>([
    [
      'a shell in the form of exec',
      'CMD ["sh", "-c", "npm run migrate && otel-run -s shop node a.js"]',
      ['shop'],
    ],
    ['exec before it', 'CMD exec otel-run -s shop -- node a.js', ['shop']],
    ['npx with a version', 'CMD ["npx", "-y", "otel-run@1", "-s", "shop", "node", "a.js"]', ['shop']],
    [
      'its file',
      'CMD ["node", "node_modules/otel-run/bin/otel-run.js", "-s", "shop", "node", "a.js"]',
      ['shop'],
    ],
    ['the old form of ENV', 'ENV OTEL_SERVICE_NAME shop\nCMD otel-run node a.js', ['shop']],
    [
      'several variables, quoted',
      "ENV A='x y' OTEL_SERVICE_NAME='shop' \\\n  B=1\nCMD otel-run node a.js",
      ['shop'],
    ],
    [
      'the attribute',
      'ENV OTEL_RESOURCE_ATTRIBUTES=service.name=shop,team=a\nCMD otel-run node a.js',
      ['shop'],
    ],
    [
      'the variable of a stage that it is not built on',
      'FROM a AS build\nENV OTEL_SERVICE_NAME=build\nFROM b\nCMD otel-run node a.js',
      ['null'],
    ],
    [
      'all of the stage that it is built on',
      'FROM a AS base\nENV OTEL_SERVICE_NAME=shop\nCMD otel-run node a.js\nFROM x AS other\nCMD node y\nFROM --platform=linux/amd64 base',
      ['shop'],
    ],
    ['a command that is not of the last stage', 'FROM a\nCMD otel-run -s build node a.js\nFROM nginx', []],
    [
      'an entry point for a shell, which takes no command',
      'ENTRYPOINT otel-run -s shop node a.js\nCMD ["--port", "1"]',
      ['shop'],
    ],
    ['a comment between', 'CMD otel-run \\\n# the name\n  -s shop \\\n  node a.js', ['shop']],
    ['lower case', 'from node\nenv OTEL_SERVICE_NAME=shop\ncmd ["otel-run", "node", "a.js"]', ['shop']],
    ['a pipe', 'CMD otel-run -s shop node a.js | pino-pretty', ['shop']],
    ['a reference', 'ENV OTEL_SERVICE_NAME=$NAME\nCMD otel-run node a.js', ['null']],
  ])('%s', (_title, Dockerfile, expected) => {
    expect(found({ Dockerfile }).runtimes).toEqual(expected.map(name => `${name}: Dockerfile`));
  });

  it('further ones', () => {
    const files = {
      Dockerfile: 'CMD otel-run -s api node a.js',
      'Dockerfile.worker': 'CMD otel-run -s worker node b.js',
      'cron.Dockerfile': 'CMD otel-run -s cron node c.js',
    };
    expect(found(files).runtimes).toEqual([
      'api: Dockerfile',
      'worker: Dockerfile.worker',
      'cron: cron.Dockerfile',
    ]);
  });
});

describe('the runtimes in odd forms of compose files', () => {
  const DOCKERFILE =
    'FROM node\nENV OTEL_SERVICE_NAME=shop\nENTRYPOINT ["otel-run", "--"]\nCMD ["node", "api.js"]';
  const services = (text: string, files: Files = {}) =>
    found({ Dockerfile: DOCKERFILE, 'compose.yaml': `services:\n${text}`, ...files }).runtimes.filter(
      line => !line.endsWith(': Dockerfile'),
    );

  it.each<[title: string, text: string, expected: string[]]>([
    ["takes what is the image's", '  api: { build: . }', ['shop: compose.yaml services.api']],
    [
      "replaces the image's command",
      '  job: { build: ., command: node job.js, environment: [OTEL_SERVICE_NAME=job] }',
      ['job: compose.yaml services.job'],
    ],
    ["replaces the image's entry point", '  job: { build: { context: . }, entrypoint: node job.js }', []],
    ['names a Dockerfile that is not there', '  job: { build: { context: ., dockerfile: other } }', []],
    ['is built elsewhere', '  job: { build: ./job }', []],
    [
      'passes a variable on from outside',
      '  job: { command: otel-run node job.js, environment: [OTEL_SERVICE_NAME] }',
      ['null: compose.yaml services.job'],
    ],
    [
      'has an empty variable',
      '  job: { command: otel-run node job.js, environment: { OTEL_SERVICE_NAME: } }',
      ['null: compose.yaml services.job'],
    ],
    [
      'is folded over lines',
      '  job:\n    command: >\n      otel-run -s job\n      node job.js',
      ['job: compose.yaml services.job'],
    ],
    [
      'has a shell',
      "  job: { command: sh -c 'otel-run -s job node job.js' }",
      ['job: compose.yaml services.job'],
    ],
    ['is nothing', '  job:', []],
  ])('a service that %s', (_title, text, expected) => {
    expect(services(text)).toEqual(expected);
  });

  it('a service with an env file', () => {
    const text = '  job:\n    command: otel-run node job.js\n    env_file:\n      - path: job.env';
    expect(services(text, { 'job.env': 'OTEL_SERVICE_NAME="job"\n' })).toEqual([
      'job: compose.yaml services.job',
    ]);
  });

  it('services that share settings by a merge key', () => {
    const text =
      '  a:\n    <<: &base { command: otel-run node a.js, environment: { OTEL_SERVICE_NAME: base } }\n  b:\n    <<: *base\n    command: otel-run node b.js';
    const files = { 'compose.yaml': `services:\n${text}` };
    expect(found(files).shared).toEqual([
      'service-name-shared base compose.yaml services.a,compose.yaml services.b',
    ]);
  });

  it('in files for an environment', () => {
    const files = { 'docker-compose.prod.yml': 'services: { a: { command: otel-run -s a node a.js } }' };
    expect(found(files).runtimes).toEqual(['a: docker-compose.prod.yml services.a']);
  });
});

describe('the runtimes in odd forms of scripts', () => {
  it.each<[script: string, expected: string[]]>([
    ['otel-run -s api node a.js | pino-pretty', ['api']],
    ['concurrently "otel-run -s api node a.js" "otel-run -s worker node b.js"', ['api', 'worker']],
    ['otel-run -s api node a.js & otel-run -s worker node b.js', ['api', 'worker']],
    ['cross-env NODE_ENV=production OTEL_SERVICE_NAME=api otel-run -- node a.js', ['api']],
    ['OTEL_RESOURCE_ATTRIBUTES=service.name=api otel-run node a.js', ['api']],
    ['otel-run -e api.env node a.js', ['from-file']],
    ['otel-run --service=api node a.js', ['api']],
    ['node a.js && echo otel-run', []],
    ['otel-run doctor && otel-run -s api node a.js', ['api']],
  ])('%s', (script, expected) => {
    const { runtimes } = found({ 'api.env': 'OTEL_SERVICE_NAME=from-file\n' }, { start: script });
    expect(runtimes).toEqual(expected.map(name => `${name}: package.json scripts.start`));
  });
});

describe('a service name', () => {
  it('that different programs share is worth a warning', () => {
    const scripts = { start: API, worker: 'otel-run -s shop-api node dist/worker.js' };
    expect(found({}, scripts).shared).toEqual([
      'service-name-shared shop-api package.json scripts.start,package.json scripts.worker',
    ]);
  });

  it('that package.json gives to different programs is worth a warning', () => {
    const scripts = { start: 'otel-run node server.js', worker: 'otel-run node worker.js' };
    expect(found({}, scripts, 'shop').shared).toHaveLength(1);
  });

  it('may be that of one program in several places, built or not', () => {
    const files = { Procfile: `web: ${API}\n`, Dockerfile: `CMD otel-run -s shop-api tsx src/server.ts\n` };
    expect(found(files, { start: API, again: 'otel-run -s shop-api -- npm start' }).shared).toEqual([]);
  });

  it('that nothing in the repository gives is not judged', () => {
    expect(found({}, { start: 'otel-run node a.js', worker: 'otel-run node b.js' }).shared).toEqual([]);
  });

  it('that programs of one file name in different folders share is worth a warning', () => {
    const scripts = {
      api: 'otel-run -s shop node packages/api/dist/index.js',
      worker: 'otel-run -s shop node packages/worker/dist/index.js',
    };
    expect(found({}, scripts).shared).toHaveLength(1);
  });

  it('that a framework and a program share is worth a warning', () => {
    const scripts = { start: 'otel-run -s shop next start', worker: 'otel-run -s shop node worker.js' };
    expect(found({}, scripts).shared).toHaveLength(1);
  });

  it('may be that of one program by its place in an image and in the repository', () => {
    const files = { Dockerfile: 'CMD ["otel-run", "-s", "shop-api", "node", "/app/dist/server.js"]' };
    expect(found(files, { start: API }).shared).toEqual([]);
  });
});
