// Adds up what vitest reported as JSON, prints it as one line, and fails where a test failed or none ran.
import { existsSync, readFileSync } from 'node:fs';

const reports = process.argv
  .slice(2)
  .filter(file => existsSync(file))
  .map(file => JSON.parse(readFileSync(file, 'utf8')));

const passed = sum(report => report.numPassedTests);
const failed = sum(report => report.numFailedTests + brokenFiles(report));

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;

function sum(count) {
  return reports.reduce((total, report) => total + count(report), 0);
}

/** Test files that failed before any of their tests could, a syntax error for instance. */
function brokenFiles({ testResults }) {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some(result => result.status === 'failed'),
  ).length;
}
