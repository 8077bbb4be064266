import { createRequire } from 'node:module';
import { testCases } from '../run-cases.ts';

const require = createRequire(import.meta.url);

for (const alias of ['pino8', 'pino9', 'pino']) {
  testCases({ logger: 'pino', alias, version: require(`${alias}/package.json`).version });
}
