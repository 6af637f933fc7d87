// Prints "<passed> <failed>" from the runner's JSON report; a file that could not even be loaded counts as one failure.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { numPassedTests: passed, numFailedTests: failed, numTotalTests: total, testResults } = report;
if (![passed, failed, total].every(Number.isInteger) || !Array.isArray(testResults)) throw new Error('not a report');

const broken = testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
);
const nothingRan = total === 0 && broken.length === 0 ? 1 : 0;
console.log(passed, failed + broken.length + nothingRan);
