import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AlertNotice } from '../../../src/model/notice.ts';
import type { Output } from '../../../src/serve/output.ts';
import { type AlertmanagerConfig, openAlertmanager } from '../../../src/serve/outputs/alertmanager.ts';
import type { OutputContext } from '../../../src/serve/outputs/output-context.ts';
import { createAuthority, serverCertificate, writeAuthority, writePem } from '../../lab/certificates.ts';
import { removeAtExit, removeDirectory } from '../../lab/children.ts';
import { eventually } from '../../lab/wait.ts';
import { type AlertmanagerServer, startAlertmanager } from './alertmanager-server.ts';
import { contextOf, noticeOf, slowDisk } from './notice-of.ts';

let server: AlertmanagerServer;
const opened: Output[] = [];

beforeAll(async () => {
  server = await startAlertmanager();
}, 60_000);
afterAll(() => server.remove());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((output) => output.close(0)));
});

/** An output to the real server that sends again after 1.5 s: what nobody sends again is over after 6. */
function open(config: Partial<AlertmanagerConfig> = {}, context: OutputContext = contextOf()): Output {
  const output = openAlertmanager({ urls: [server.url], resend_seconds: 1.5, ...config }, context);
  opened.push(output);
  return output;
}

const patient = { timeoutMs: 20_000 };

/** The one active alert of a name, once there is one. */
const theOne = (name: string) =>
  eventually(async () => {
    const alerts = await server.active(name);
    return alerts.length === 1 && alerts[0];
  }, patient);
const gone = (name: string) => eventually(async () => (await server.active(name)).length === 0, patient);

describe('a real Alertmanager', { timeout: 60_000 }, () => {
  test('shows what fires with all that is known, and passes its end on', async () => {
    const firing: AlertNotice[] = [noticeOf({ cause: slowDisk })];
    const output = open(
      { labels: { team: 'storage' } },
      contextOf({}, () => firing),
    );
    const shown = await theOne('EtcdWalFsyncP99');
    expect(shown.status.state).toBe('active');
    expect(shown.labels).toEqual({
      ...{ alertname: 'EtcdWalFsyncP99', check: 'wal-fsync-p99', severity: 'warning', member: 'cp-1' },
      ...{ cluster: '9c1f2b71d04ae3f5', team: 'storage' },
    });
    expect(shown.annotations).toEqual({
      summary: 'cp-1: WAL fsync p99 38 ms > 10 ms',
      description: 'WAL fsync p99 38 ms > 10 ms. the disk of cp-1 is slow. give etcd a faster disk',
      cause: 'slow-disk: cp-1: the disk of cp-1 is slow',
      next: 'look at iostat -x 1\nmove etcd to its own disk',
      ...{ remedy: 'give etcd a faster disk', value: '0.0382', threshold: '0.01', source: 'etcd FAQ' },
      ...{ node: 'node-a', endpoint: 'https://10.0.0.11:2379' },
    });
    expect(Date.parse(shown.startsAt)).toBe(firing[0]?.alert.raisedAt);
    firing.length = 0;
    output.take([noticeOf({ occasion: 'cleared' })]);
    await gone('EtcdWalFsyncP99');
    await eventually(() => server.passed('EtcdWalFsyncP99').at(-1)?.status === 'resolved', patient);
    expect(server.passed('EtcdWalFsyncP99').map(({ status }) => status)).toEqual(['firing', 'resolved']);
    expect(output.problem()).toBeUndefined();
    expect(output.delivered()).toMatchObject({ failed: 0, dropped: 0 });
  });

  test('has one alert of what two daemons say of the cluster', async () => {
    const lost = noticeOf({ check: 'quorum-lost', subject: 'cluster', severity: 'critical' });
    const board = () => [lost];
    const [one, two] = ['node-a', 'node-b'].map((node) => open({}, contextOf({ node }, board)));
    await eventually(() => (one?.delivered().sent ?? 0) > 1 && (two?.delivered().sent ?? 0) > 1, patient);
    const shown = await theOne('EtcdQuorumLost');
    expect(Object.keys(shown.labels).sort()).toEqual(['alertname', 'check', 'cluster', 'severity']);
  });

  test('has it again after a restart, although nothing changed since', async () => {
    const firing = [noticeOf({ check: 'no-leader', subject: 'cluster', severity: 'critical' })];
    open(
      {},
      contextOf({}, () => firing),
    ).take(firing);
    await theOne('EtcdNoLeader');
    await server.kill();
    await server.start();
    await theOne('EtcdNoLeader');
  });

  test('has an alert of another severity instead of the old one', async () => {
    const firing = [noticeOf({ check: 'quota-used', severity: 'warning' })];
    const output = open(
      {},
      contextOf({}, () => firing),
    );
    await theOne('EtcdQuotaUsed');
    firing[0] = noticeOf({ check: 'quota-used', severity: 'critical', occasion: 'worse' });
    output.take(firing);
    const worse = await eventually(async () => {
      const [only, other] = await server.active('EtcdQuotaUsed');
      return only?.labels.severity === 'critical' && other === undefined && only;
    }, patient);
    expect(worse.labels.member).toBe('cp-1');
  });

  test('keeps an alert while an output is opened anew', async () => {
    const firing = [noticeOf({ check: 'follower-lag' })];
    const context = contextOf({}, () => firing);
    await (async () => {
      const before = open({}, context);
      await theOne('EtcdFollowerLag');
      await before.close(5_000);
    })();
    const after = open({}, context);
    // Longer than what the first one sent would have lasted.
    await eventually(() => after.delivered().sent > 5, patient);
    await theOne('EtcdFollowerLag');
    expect(server.passed('EtcdFollowerLag').map(({ status }) => status)).toEqual(['firing']);
  });

  test('lets run out what nobody sends again: its daemon is gone, or no longer speaks for it', async () => {
    const killed = open(
      {},
      contextOf({}, () => [noticeOf({ check: 'fd-usage' })]),
    );
    let firing = [noticeOf({ check: 'slow-apply' })];
    open(
      {},
      contextOf({}, () => firing),
    );
    await theOne('EtcdFdUsage');
    await theOne('EtcdSlowApply');
    await killed.close(0);
    firing = [];
    await gone('EtcdFdUsage');
    await gone('EtcdSlowApply');
  });
});

test('a real Alertmanager behind TLS and a password, beside one that is down, has every alert', {
  timeout: 60_000,
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-alertmanager-tls-'));
  removeAtExit(directory);
  const authority = await createAuthority();
  const pem = writePem(directory, 'server', await serverCertificate(authority));
  const ca_file = writeAuthority(directory, authority);
  const password_file = join(directory, 'password');
  writeFileSync(password_file, 'lab-password\n');
  const web = [
    `tls_server_config: { cert_file: ${pem.cert}, key_file: ${pem.key} }`,
    `basic_auth_users: { etcdoc: '${bcryptOfLabPassword}' }`,
  ];
  const guarded = await startAlertmanager(web.join('\n'), askWith(authority.pem));
  try {
    const down = 'http://127.0.0.1:1';
    const urls = [down, guarded.url];
    const output = open({ urls, ca_file, username: 'etcdoc', password_file });
    output.take([noticeOf({ check: 'clock-skew' })]);
    await eventually(async () => (await guarded.active('EtcdClockSkew')).length === 1, patient);
    expect(output.problem()).toContain('127.0.0.1:1: ');
    const stranger = open({ urls: [guarded.url], ca_file });
    stranger.take([noticeOf({ check: 'clock-skew' })]);
    await eventually(() => stranger.problem()?.includes('answered 401'), patient);
    const distrustful = open({ urls: [guarded.url] });
    distrustful.take([noticeOf({ check: 'clock-skew' })]);
    await eventually(() => /certificate/.test(distrustful.problem() ?? ''), patient);
  } finally {
    await guarded.remove();
    removeDirectory(directory);
  }
});

const bcryptOfLabPassword = '$2b$04$abcdefghijklmnopqrstuuRmh8HtELSGLRIbn8Tav9ZLLfCC8wwMW';

/** As much of fetch as is needed, trusting one authority. */
function askWith(ca: string): typeof fetch {
  const headers = { authorization: `Basic ${Buffer.from('etcdoc:lab-password').toString('base64')}` };
  return ((url: string) =>
    new Promise<Response>((resolve, reject) => {
      request(url, { ca, headers, agent: false }, async (response) => {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve(new Response(text, { status: response.statusCode ?? 500 }));
      })
        .on('error', reject)
        .end();
    })) as typeof fetch;
}
