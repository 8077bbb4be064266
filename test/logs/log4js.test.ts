import { createRequire } from 'node:module';
import { testCases } from './run-cases.ts';

const require = createRequire(import.meta.url);

for (const alias of ['log4js5', 'log4js']) {
  testCases({ logger: 'log4js', alias, version: require(`${alias}/package.json`).version });
}
