import { createRequire } from 'node:module';
import { testCases } from '../run-cases.ts';

const require = createRequire(import.meta.url);

for (const alias of ['bunyan1', 'bunyan']) {
  testCases({ logger: 'bunyan', alias, version: require(`${alias}/package.json`).version });
}
