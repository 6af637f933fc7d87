import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entryOf } from '../../../src/report/alert-line.ts';
import { logLine } from '../../../src/report/log-line.ts';
import type { Output } from '../../../src/serve/output.ts';
import { openWebhook, type WebhookConfig } from '../../../src/serve/outputs/webhook.ts';
import { removeAtExit } from '../../lab/children.ts';
import { type Listening, listen } from '../../lab/listen.ts';
import { eventually } from '../../lab/wait.ts';
import { contextOf, noticeOf, slowDisk } from './notice-of.ts';

let directory: string;
let listening: Listening;
let bodies: string[];
let headers: NodeJS.Dict<string | string[]>[];
let statuses: number[];
const opened: Output[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'etcdoc-webhook-'));
  removeAtExit(directory);
  [bodies, headers, statuses] = [[], [], []];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    bodies.push(text);
    headers.push(request.headers);
    response.writeHead(statuses.shift() ?? 204).end();
  });
  listening = await listen(server);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((output) => output.close(0)));
  await listening.close();
  rmSync(directory, { recursive: true, force: true });
});

function open(config: Partial<WebhookConfig> = {}): Output {
  const output = openWebhook({ url: `${listening.url}/hook`, ...config }, contextOf());
  opened.push(output);
  return output;
}

describe('a webhook', () => {
  test('gets one post per notice: the object of the alert line', async () => {
    const notices = [
      noticeOf({ cause: slowDisk, name: 'cp-1\u001b[2J', text: 'asked https://user:secret@host/?key=hidden' }),
      noticeOf({ check: 'no-leader', subject: 'cluster' }),
      noticeOf({ occasion: 'cleared' }),
    ];
    const output = open();
    output.take(notices);
    await eventually(() => output.delivered().sent === 3);
    expect(bodies.map((body) => `${body}\n`)).toEqual(
      notices.map((notice) => logLine(entryOf(notice, 'node-a'), 'json')),
    );
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      msg: 'ETCD_ALERT',
      check: 'wal-fsync-p99',
      state: 'firing',
      node: 'node-a',
    });
    expect(JSON.parse(bodies[2] ?? '')).toMatchObject({ state: 'resolved' });
    for (const unfit of ['secret', 'hidden', '\u001b']) expect(bodies.join()).not.toContain(unfit);
    expect(headers[0]).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'etcdoc/0.0.0' });
    expect(headers[0]).not.toHaveProperty('authorization');
  });

  test('is told who posts, by the token as the file has it now', async () => {
    const bearer_token_file = join(directory, 'token');
    writeFileSync(bearer_token_file, 'first\n');
    const output = open({ bearer_token_file });
    output.take([noticeOf()]);
    await eventually(() => output.delivered().sent === 1);
    writeFileSync(bearer_token_file, 'second\n');
    output.take([noticeOf({ occasion: 'cleared' })]);
    await eventually(() => output.delivered().sent === 2);
    expect(headers.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  test('that fails for a moment gets everything in order', async () => {
    statuses.push(503, 429);
    const output = open();
    output.take([noticeOf(), noticeOf({ occasion: 'cleared' })]);
    await eventually(() => output.delivered().sent === 2);
    expect(bodies.map((body) => JSON.parse(body).state)).toEqual(['firing', 'firing', 'firing', 'resolved']);
  });

  test('whose token file vanishes or is no header waits for a good one, and nobody reads the bad one', async () => {
    const bearer_token_file = join(directory, 'token');
    writeFileSync(bearer_token_file, 'good');
    const output = open({ bearer_token_file });
    writeFileSync(bearer_token_file, 'line one\nsecret two');
    output.take([noticeOf()]);
    await eventually(() => output.problem() !== undefined);
    expect(output.problem()).not.toMatch(/secret|line one/);
    rmSync(bearer_token_file);
    await eventually(() => output.problem()?.includes('ENOENT'));
    writeFileSync(bearer_token_file, 'better');
    await eventually(() => output.delivered().sent === 1);
    expect(headers.map(({ authorization }) => authorization)).toEqual(['Bearer better']);
  });
});

test.each<[string, Partial<WebhookConfig>, string]>([
  [
    'missing',
    { bearer_token_file: '/nonexistent/token' },
    'serve.webhook.bearer_token_file: cannot read /nonexistent/token',
  ],
  ['a folder', { ca_file: '/' }, 'serve.webhook.ca_file: cannot read /: EISDIR'],
  ['empty', { username: 'a', password_file: '/dev/null' }, 'serve.webhook.password_file: /dev/null is empty'],
])('a file that is %s is an error of the configuration', (_, config, message) => {
  expect(() => open(config)).toThrow(message);
});
