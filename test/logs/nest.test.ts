import { createRequire } from 'node:module';
import { testCases } from './run-cases.ts';

const require = createRequire(import.meta.url);

for (const alias of ['nestjs-common11', '@nestjs/common']) {
  testCases({ logger: '@nestjs/common', alias, version: require(`${alias}/package.json`).version });
}
