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
    {
      form: 'in the form of exec',
      Dockerfile: `CMD ["otel-run", "-s", "shop-api", "--", "node", "server.js"]`,
      name: 'shop-api',
    },
    {
      form: 'in the form of a shell',
      Dockerfile: `ENV OTEL_SERVICE_NAME="shop-api"\nCMD otel-run node server.js`,
      name: 'shop-api',
    },
    {
      form: 'split in two',
      Dockerfile: `ENTRYPOINT ["otel-run", "--"]\nCMD ["node", "server.js"]`,
      name: 'null',
    },
    {
      form: 'of the last stage',
      Dockerfile: `FROM a\nCMD ["node", "x"]\nFROM b\nCMD otel-run \\\n  -s last node b.js`,
      name: 'last',
    },
  ])('are those of a Dockerfile $form', ({ Dockerfile, name }) => {
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
  it.each<{ what: string; Dockerfile: string; names: string[] }>([
    {
      what: 'a shell in the form of exec',
      Dockerfile: 'CMD ["sh", "-c", "npm run migrate && otel-run -s shop node a.js"]',
      names: ['shop'],
    },
    { what: 'exec before otel-run', Dockerfile: 'CMD exec otel-run -s shop -- node a.js', names: ['shop'] },
    {
      what: 'npx with a version',
      Dockerfile: 'CMD ["npx", "-y", "otel-run@1", "-s", "shop", "node", "a.js"]',
      names: ['shop'],
    },
    {
      what: 'the file of otel-run',
      Dockerfile: 'CMD ["node", "node_modules/otel-run/bin/otel-run.js", "-s", "shop", "node", "a.js"]',
      names: ['shop'],
    },
    {
      what: 'the old form of ENV',
      Dockerfile: 'ENV OTEL_SERVICE_NAME shop\nCMD otel-run node a.js',
      names: ['shop'],
    },
    {
      what: 'several variables, quoted',
      Dockerfile: "ENV A='x y' OTEL_SERVICE_NAME='shop' \\\n  B=1\nCMD otel-run node a.js",
      names: ['shop'],
    },
    {
      what: 'the attribute',
      Dockerfile: 'ENV OTEL_RESOURCE_ATTRIBUTES=service.name=shop,team=a\nCMD otel-run node a.js',
      names: ['shop'],
    },
    {
      what: 'the variable of a stage that it is not built on',
      Dockerfile: 'FROM a AS build\nENV OTEL_SERVICE_NAME=build\nFROM b\nCMD otel-run node a.js',
      names: ['null'],
    },
    {
      what: 'all of the stage that it is built on',
      Dockerfile:
        'FROM a AS base\nENV OTEL_SERVICE_NAME=shop\nCMD otel-run node a.js\nFROM x AS other\nCMD node y\nFROM --platform=linux/amd64 base',
      names: ['shop'],
    },
    {
      what: 'a command that is not of the last stage',
      Dockerfile: 'FROM a\nCMD otel-run -s build node a.js\nFROM nginx',
      names: [],
    },
    {
      what: 'an entry point for a shell, which takes no command',
      Dockerfile: 'ENTRYPOINT otel-run -s shop node a.js\nCMD ["--port", "1"]',
      names: ['shop'],
    },
    {
      what: 'a comment between',
      Dockerfile: 'CMD otel-run \\\n# the name\n  -s shop \\\n  node a.js',
      names: ['shop'],
    },
    {
      what: 'lower case',
      Dockerfile: 'from node\nenv OTEL_SERVICE_NAME=shop\ncmd ["otel-run", "node", "a.js"]',
      names: ['shop'],
    },
    { what: 'a pipe', Dockerfile: 'CMD otel-run -s shop node a.js | pino-pretty', names: ['shop'] },
    {
      what: 'a reference',
      Dockerfile: 'ENV OTEL_SERVICE_NAME=$NAME\nCMD otel-run node a.js',
      names: ['null'],
    },
  ])('$what', ({ Dockerfile, names }) => {
    expect(found({ Dockerfile }).runtimes).toEqual(names.map(name => `${name}: Dockerfile`));
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

  it.each<{ does: string; text: string; runtimes: string[] }>([
    {
      does: "takes what is the image's",
      text: '  api: { build: . }',
      runtimes: ['shop: compose.yaml services.api'],
    },
    {
      does: "replaces the image's command",
      text: '  job: { build: ., command: node job.js, environment: [OTEL_SERVICE_NAME=job] }',
      runtimes: ['job: compose.yaml services.job'],
    },
    {
      does: "replaces the image's entry point",
      text: '  job: { build: { context: . }, entrypoint: node job.js }',
      runtimes: [],
    },
    {
      does: 'names a Dockerfile that is not there',
      text: '  job: { build: { context: ., dockerfile: other } }',
      runtimes: [],
    },
    { does: 'is built elsewhere', text: '  job: { build: ./job }', runtimes: [] },
    {
      does: 'passes a variable on from outside',
      text: '  job: { command: otel-run node job.js, environment: [OTEL_SERVICE_NAME] }',
      runtimes: ['null: compose.yaml services.job'],
    },
    {
      does: 'has an empty variable',
      text: '  job: { command: otel-run node job.js, environment: { OTEL_SERVICE_NAME: } }',
      runtimes: ['null: compose.yaml services.job'],
    },
    {
      does: 'has a command folded over lines',
      text: '  job:\n    command: >\n      otel-run -s job\n      node job.js',
      runtimes: ['job: compose.yaml services.job'],
    },
    {
      does: 'runs in a shell',
      text: "  job: { command: sh -c 'otel-run -s job node job.js' }",
      runtimes: ['job: compose.yaml services.job'],
    },
    { does: 'is empty', text: '  job:', runtimes: [] },
  ])('a service that $does', ({ text, runtimes }) => {
    expect(services(text)).toEqual(runtimes);
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
  it.each<{ script: string; names: string[] }>([
    { script: 'otel-run -s api node a.js | pino-pretty', names: ['api'] },
    {
      script: 'concurrently "otel-run -s api node a.js" "otel-run -s worker node b.js"',
      names: ['api', 'worker'],
    },
    { script: 'otel-run -s api node a.js & otel-run -s worker node b.js', names: ['api', 'worker'] },
    { script: 'cross-env NODE_ENV=production OTEL_SERVICE_NAME=api otel-run -- node a.js', names: ['api'] },
    { script: 'OTEL_RESOURCE_ATTRIBUTES=service.name=api otel-run node a.js', names: ['api'] },
    { script: 'otel-run -e api.env node a.js', names: ['from-file'] },
    { script: 'otel-run --service=api node a.js', names: ['api'] },
    { script: 'node a.js && echo otel-run', names: [] },
    { script: 'otel-run doctor && otel-run -s api node a.js', names: ['api'] },
  ])('$script', ({ script, names }) => {
    const { runtimes } = found({ 'api.env': 'OTEL_SERVICE_NAME=from-file\n' }, { start: script });
    expect(runtimes).toEqual(names.map(name => `${name}: package.json scripts.start`));
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
