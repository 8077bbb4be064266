import { testCases } from './run-cases.ts';

testCases({ logger: 'console', alias: 'console', version: process.version });
