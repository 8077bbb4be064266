import { createRequire } from 'node:module';
import { testCases } from '../run-cases.ts';

const require = createRequire(import.meta.url);

testCases({ logger: 'winston', alias: 'winston', version: require('winston/package.json').version });
