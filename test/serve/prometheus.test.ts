import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metricIds } from '../../src/model/registry.ts';
import { metricName } from '../../src/report/exposition-names.ts';
import { eventually } from '../lab/wait.ts';
import { boardOf, noTotals } from './boards.ts';
import { listenerFor } from './listeners.ts';
import { startPrometheus } from './prometheus-server.ts';
import { recordedViews } from './recorded.ts';

test('a Prometheus server holds what the model holds, and forgets a member that vanished', async () => {
  const view = (await recordedViews('slow-disk')).at(-1);
  if (!view) throw new Error('a recording has a last view');
  const [kept, down, vanished] = view.members;
  if (!kept || !down || !vanished) throw new Error('three members are recorded');
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-token-'));
  const tokenFile = join(directory, 'token');
  writeFileSync(tokenFile, 'a-token\n');
  const board = boardOf(view, { totals: { ...noTotals, samples: 41 } });
  const { port } = await listenerFor(board, { tokenFile });
  const prometheus = await startPrometheus(`127.0.0.1:${port}`, [
    `authorization: { credentials_file: '${tokenFile}' }`,
  ]);
  try {
    const numberOf = async (promql: string) => (await prometheus.query(promql))[0]?.value;
    await eventually(async () => (await numberOf('up{job="etcdoc"}')) === 1, { what: 'a scrape', timeoutMs: 20_000 });

    const held = await prometheus.query('{__name__=~"etcdoc_.+"}');
    let compared = 0;
    for (const member of view.members) {
      for (const id of metricIds) {
        const found = held.filter(({ labels }) => labels.__name__ === metricName(id) && labels.member_id === member.id);
        const { value } = member.readings[id];
        expect(
          found.map((series) => series.value),
          `${id} of ${member.label}`,
        ).toEqual(value === undefined ? [] : [value]);
        compared += found.length;
      }
    }
    expect(compared).toBeGreaterThan(80);
    expect(await numberOf('etcdoc_quorum_healthy_voters')).toBe(view.quorum.healthy);
    expect(await numberOf('etcdoc_samples_total')).toBe(41);
    expect(await numberOf('sum(etcdoc_alert_active)')).toBe(board.firing.length);
    expect(await numberOf('sum(etcdoc_cause_active{cause="slow-disk"})')).toBe(1);
    // Prometheus asks for OpenMetrics, where a counter's family is called without _total.
    const metadata = await prometheus.get('/api/v1/targets/metadata?metric=etcdoc_samples');
    expect(metadata).toMatchObject([{ type: 'counter', help: 'Samples taken.' }]);

    board.view = {
      ...view,
      members: [kept, { ...down, access: 'down' }],
    };
    await eventually(async () => (await numberOf(`etcdoc_up{member_id="${down.id}"}`)) === 0, { what: 'a new scrape' });
    expect(await prometheus.query(`etcdoc_up{member_id="${vanished.id}"}`)).toEqual([]);
    const gone = await prometheus.query(
      `{__name__=~"etcdoc_(db|wal|raft|uptime).+", member_id!="", member_id!="${kept.id}"}`,
    );
    expect(gone).toEqual([]);
    expect(await numberOf(`etcdoc_db_size_bytes{member_id="${kept.id}"}`)).toBe(kept.readings.dbSizeBytes.value);
  } finally {
    await prometheus.end();
    rmSync(directory, { recursive: true });
  }
}, 90_000);
