import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseConfig } from '../../../src/cli/options/config-text.ts';
import type { Output } from '../../../src/serve/output.ts';
import { OutputError } from '../../../src/serve/outputs/output-error.ts';
import { type OutputsConfig, openOutputs, outputRows } from '../../../src/serve/outputs/outputs.ts';
import { type HostileKind, startHostileHttp } from '../../lab/hostile-http.ts';
import { refusedUrl, startSilentTcp } from '../../lab/hostile-tcp.ts';
import type { Listening } from '../../lab/listen.ts';
import { eventually } from '../../lab/wait.ts';
import { contextOf, noticeOf } from './notice-of.ts';

const servers: Listening[] = [];
let outputs: readonly Output[] = [];
afterEach(async () => {
  await Promise.all(outputs.map((output) => output.close(0)));
  await Promise.all(servers.splice(0).map(({ close }) => close()));
});

const open = (config: OutputsConfig) => {
  outputs = openOutputs(config, contextOf());
  return outputs;
};

test('without a word in the configuration nothing is opened', () => {
  expect(open({})).toEqual([]);
  expect(open({ alertmanager: null, webhook: undefined, kubernetes_events: null })).toEqual([]);
});

test('each output has its config key for an id', () => {
  const url = 'http://127.0.0.1:1';
  const ids = open({ alertmanager: { urls: [url] }, webhook: { url } }).map(({ id }) => id);
  expect(ids).toEqual(['alertmanager', 'webhook']);
  expect(Object.keys(outputRows)).toEqual(expect.arrayContaining(ids));
});

test('an output that cannot be opened leaves none open', async () => {
  const url = await refusedUrl();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const opened = open({ alertmanager: { urls: [url] } });
    expect(vi.getTimerCount()).toBe(1);
    await Promise.all(opened.map((output) => output.close(0)));
    const bad = { alertmanager: { urls: [url] }, webhook: { url, ca_file: '/nonexistent' } };
    expect(() => open(bad)).toThrow(OutputError);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

describe('what the config file may say', () => {
  const { alertmanager, webhook, kubernetes_events } = outputRows;

  test('is understood', () => {
    expect(alertmanager.schema.parse({ urls: 'https://am:9093/prefix' }).urls).toEqual(['https://am:9093/prefix']);
    expect(alertmanager.schema.parse({ urls: ['http://a:9093', 'http://b:9093'], resend_seconds: 30 })).toBeTruthy();
    expect(webhook.schema.parse({ url: 'https://hook/x', bearer_token_file: '/run/token' })).toBeTruthy();
    expect(kubernetes_events.schema.parse({})).toEqual({});
    expect(kubernetes_events.schema.parse({ object: 'pod' })).toEqual({ object: 'pod' });
  });

  test.each<[string, () => unknown]>([
    ['no URL', () => alertmanager.schema.parse({})],
    ['no URL at all', () => alertmanager.schema.parse({ urls: [] })],
    ['another scheme', () => webhook.schema.parse({ url: 'file:///etc/passwd' })],
    ['half an identity', () => webhook.schema.parse({ url: 'http://h', username: 'a' })],
    [
      'two identities',
      () => webhook.schema.parse({ url: 'http://h', username: 'a', password_file: 'b', bearer_token_file: 'c' }),
    ],
    ['a label that is none', () => alertmanager.schema.parse({ urls: 'http://a', labels: { 'a-b': 'c' } })],
    ['an unknown key', () => webhook.schema.parse({ url: 'http://h', method: 'PUT' })],
    ['an unknown object', () => kubernetes_events.schema.parse({ object: 'cluster' })],
    ['no time at all', () => webhook.schema.parse({ url: 'http://h', timeout_seconds: 0 })],
  ])('%s is refused', (_, parse) => expect(parse).toThrow());

  test.each([
    ['alertmanager: { url: "http://a" }', 'line 2 (serve.alertmanager.url): unknown key: did you mean urls?'],
    ['webhook: { bearer_token_file: /a }', '(serve.webhook.url): is missing'],
    ['webhook: { url: "http://a", ca_file: "" }', '(serve.webhook.ca_file): is empty: remove it'],
    ['webhook: { url: "http://a", timeout_seconds: 90 }', 'is no number of seconds from 0.1 to 60'],
    ['alertmanager: { urls: [] }', 'line 2 (serve.alertmanager.urls): names none'],
  ])('%s is explained', (text, message) => {
    expect(() => parseConfig(`serve:\n  ${text}\n`, 'etcdoc.yaml')).toThrow(message);
  });

  test('and what is wrong with a URL is said without it', () => {
    const { error } = webhook.schema.safeParse({ url: 'https://user:secret@hook/x' });
    expect(error?.issues[0]?.message).toContain('holds a user name or password');
    expect(JSON.stringify(error?.issues)).not.toContain('secret');
  });
});

describe('receivers that misbehave', () => {
  const kinds: readonly (HostileKind | 'silent' | 'down')[] = [
    'never-answers',
    'server-error',
    'reset',
    'huge',
    'silent',
    'down',
  ];

  async function urlOf(kind: (typeof kinds)[number]): Promise<string> {
    if (kind === 'down') return refusedUrl();
    const server = kind === 'silent' ? await startSilentTcp() : await startHostileHttp(kind);
    servers.push(server);
    return server.url;
  }

  test.each(kinds)('%s: nobody waits, nothing grows, the other output has everything', async (kind) => {
    const good = await startHostileHttp('empty');
    servers.push(good);
    const [bad, fine] = open({
      alertmanager: { urls: [await urlOf(kind)], timeout_seconds: 0.3 },
      webhook: { url: good.url },
    });
    let longest = 0;
    for (let n = 0; n < 2_000; n += 1) {
      const begun = performance.now();
      bad?.take([noticeOf({ subject: `${n}`, name: `member ${n}` })]);
      longest = Math.max(longest, performance.now() - begun);
    }
    expect(longest).toBeLessThan(1_000);
    const { dropped = 0, sent = 0, failed = 0 } = bad?.delivered() ?? {};
    expect(2_000 - dropped - sent - failed).toBeLessThanOrEqual(256);
    fine?.take([noticeOf(), noticeOf({ occasion: 'cleared' })]);
    await eventually(() => fine?.delivered().sent === 2);
    // A giant answer that begins with 200 is an answer.
    if (kind === 'huge') await eventually(() => (bad?.delivered().sent ?? 0) > 0);
    else await eventually(() => bad?.problem() !== undefined);
    expect(fine?.problem()).toBeUndefined();
    const closing = performance.now();
    await bad?.close(200);
    expect(performance.now() - closing).toBeLessThan(5_000);
    const after = bad?.delivered() ?? { sent: 0, failed: 0, dropped: 0 };
    expect(after.sent + after.failed + after.dropped).toBe(2_000);
  });

  test('do not keep the process alive once they are closed, nor does a proxy of the environment hear of them', async () => {
    const proxy = await startHostileHttp('good');
    const silent = await startSilentTcp();
    servers.push(proxy, silent);
    const root = new URL('../../../', import.meta.url);
    const program = `
      import { openOutputs } from '${new URL('src/serve/outputs/outputs.ts', root)}';
      import { contextOf, noticeOf } from '${new URL('test/serve/outputs/notice-of.ts', root)}';
      const url = '${silent.url}';
      const outputs = openOutputs({ alertmanager: { urls: [url, url] }, webhook: { url } }, contextOf());
      for (const output of outputs) output.take([noticeOf()]);
      setTimeout(async () => {
        await Promise.all(outputs.map((output) => output.close(50)));
        console.log(JSON.stringify(outputs.map((output) => output.delivered())));
      }, 200);`;
    const environment = {
      ...process.env,
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: proxy.url,
      http_proxy: proxy.url,
      NO_PROXY: '',
      no_proxy: '',
    };
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [said, complained] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complained += text;
    });
    const killer = setTimeout(() => child.kill('SIGKILL'), 45_000);
    const [code] = await once(child, 'close');
    clearTimeout(killer);
    expect(code, complained).toBe(0);
    expect(JSON.parse(said)).toEqual([
      { sent: 0, failed: 2, dropped: 0 },
      { sent: 0, failed: 1, dropped: 0 },
    ]);
    expect(silent.accepted()).toBe(3);
    expect(proxy.requests()).toBe(0);
  });
});
