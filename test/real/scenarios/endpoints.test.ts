import { expect, test } from 'vitest';
import { kill9 } from '../../lab/faults.ts';
import { labOfFile } from './lab.ts';
import { findingText, healthWords, isWell } from './view-words.ts';
import { soon, watch } from './watch.ts';

const lab = labOfFile();

test('two endpoints that are the same member are one row, and one endpoint finds all members', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.5', tls: 'mtls' });
  const [url = ''] = cluster.endpoints;
  const endpoints = [url, url.replace('127.0.0.1', 'localhost')];
  const watched = await lab.watch(cluster, { connection: { endpoints } });
  expect(Object.keys(healthWords(watched.latest())).sort()).toEqual(['m1', 'm2', 'm3']);
  expect(watched.latest().endpoints).toEqual([]);
  const only = lab.keep(watch(cluster, { connection: { endpoints, expand: false } }));
  const view = await only.untilView('one row', ({ members }) => members.length > 0, soon);
  expect(healthWords(view)).toEqual({ m1: 'ok' });
});

test('an endpoint of another cluster is refused in words, and the first one decides', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.4', tls: 'none' });
  const other = await lab.cluster({ members: 1, version: '3.5', tls: 'none' });
  const [foreign = ''] = other.endpoints;
  const endpoints = [...cluster.endpoints, foreign];
  const watched = lab.keep(watch(cluster, { connection: { endpoints } }));
  const view = await watched.untilView('the refusal', ({ findings }) => findings.length > 0, 1);
  expect(Object.keys(healthWords(view))).toEqual(expect.arrayContaining(['m1', 'm2', 'm3']));
  expect(view.members).toHaveLength(3);
  expect(findingText(view, `cluster-mismatch ${foreign}`)).toMatch(
    /^belongs to another cluster \([0-9a-f]+, this one is [0-9a-f]+\)$/,
  );
  expect(view.quorum).toMatchObject({ state: 'ok', voters: 3, healthy: 3 });
});

test('the members go on being seen when the only endpoint given is down', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.4', tls: 'none' });
  const [member] = cluster.members;
  if (member === undefined) throw new Error('no member');
  const watched = await lab.watch(cluster, { connection: { endpoints: [member.clientUrl] } });
  await kill9(member);
  const down = await watched.untilView('DOWN', (view) => healthWords(view)[member.name] === 'DOWN', soon);
  expect(healthWords(down)).toEqual({ m1: 'DOWN', m2: 'ok', m3: 'ok' });
  expect(isWell(down, 3)).toBe(false);
});
