import { expect, it } from 'vitest';
import { aliasesIn } from '../../../src/preload/hooks/package-aliases.ts';

it('reads which packages are installed under another name', () => {
  const dependencies = {
    web: 'npm:express@^5.0.0',
    router: 'npm:@koa/router@15',
    any: 'npm:pino',
    express: '^4.0.0',
    yarn: 'npm:^1.2.0',
    forked: 'github:someone/express',
  };
  const devDependencies = { log: 'npm:pino@9', web: 'npm:express@4' };

  expect(aliasesIn(JSON.stringify({ dependencies, devDependencies }))).toEqual([
    ['log', 'pino'],
    ['web', 'express'],
    ['router', '@koa/router'],
    ['any', 'pino'],
  ]);
});

it.each(['', '{', 'null', '{"dependencies":[7]}', '{"dependencies":{"web":5}}'])('finds none in %s', text => {
  expect(aliasesIn(text)).toEqual([]);
});
