import { readFileSync } from 'node:fs';
import { testCases } from './run-cases.ts';

for (const alias of ['consola2', 'consola']) {
  // Its exports hide it.
  const file = new URL(`../../node_modules/${alias}/package.json`, import.meta.url);
  testCases({ logger: 'consola', alias, version: JSON.parse(readFileSync(file, 'utf8')).version });
}
