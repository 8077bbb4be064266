// Adds up vitest's JSON reports, prints one line, and fails if a test failed or none ran. A report
// `NAME.again.json` holds the second try of some files of `NAME.json`, and replaces their results.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const firstTries = process.argv.slice(2).filter(file => !file.endsWith('.again.json'));

const results = firstTries.flatMap(resultsOf);
const tests = results.flatMap(testsOf);
const failures = tests.filter(({ status }) => status === 'failed');
const passed = tests.filter(({ status }) => status === 'passed').length;

for (const { file, fullName } of failures) console.log(`FAILED ${file}: ${fullName}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = passed > 0 && failures.length === 0 ? 0 : 1;

/** The result of each test file of a run: that of its second try if there was one. */
function resultsOf(report) {
  const again = read(report.replace(/\.json$/, '.again.json'));
  const repeated = new Set(again.map(({ name }) => name));
  return [...read(report).filter(({ name }) => !repeated.has(name)), ...again];
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
}

/**
 * The tests of a file. A file that failed before its tests, for example
 * because of a syntax error, is a failure.
 */
function testsOf({ name, status, assertionResults }) {
  const file = relative('', name);
  const all = assertionResults.map(({ status, fullName }) => ({ file, fullName, status }));
  const isBroken = status === 'failed' && !all.some(test => test.status === 'failed');
  return isBroken ? [...all, { file, fullName: 'the file itself', status: 'failed' }] : all;
}
