import { execFile } from 'node:child_process';

/** What `promtool check metrics` complains about; '' when it has nothing to say. */
export function promtoolComplaints(text: string): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile('promtool', ['check', 'metrics'], (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.trim();
      resolve(said === '' && error ? `promtool failed: ${error.message}` : said);
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(text);
  });
}
