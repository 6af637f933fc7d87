import { expect, test } from 'vitest';
import type { EtcdClient } from '../../src/collector/etcd-client.ts';
import { EtcdError } from '../../src/collector/etcd-error.ts';
import { createGivenMetrics } from '../../src/collector/given-metrics.ts';
import { createMemberPoll } from '../../src/collector/member-poll.ts';
import type { Scraper } from '../../src/collector/scrape.ts';
import { memberOf } from '../model/samples.ts';
import { clusterId, memberId, set } from './member-pages.ts';

const there = 'http://127.0.0.1:2381/metrics';

test('a member that answered at its own address first still has its metrics on the loopback it was found by', async () => {
  const scraper: Scraper = {
    scrape: async (from) => {
      if (from !== there) throw new EtcdError('refused', 'nothing there');
      return { from, seconds: 0, bytes: 1, mono: performance.now(), set };
    },
    drop: () => undefined,
  };
  const { status } = memberOf('a', {}, 0);
  const client = (endpoint: string) =>
    ({
      status: async () => {
        if (endpoint.includes('127.0.0.1')) throw new EtcdError('refused', 'busy');
        return { from: { clusterId, memberId }, status };
      },
      servingCertNotAfter: () => undefined,
    }) as unknown as EtcdClient;
  const one = createMemberPoll({ client, scraper, given: createGivenMetrics([], scraper), answered: () => undefined });
  const urls = ['https://10.0.0.11:2379'];
  const member = { id: memberId, name: 'cp-1', peerUrls: urls, clientUrls: urls, learner: false };
  const addresses = ['https://127.0.0.1:2379', ...urls];
  const sample = await one.poll({ member, clusterId, addresses, deadlineAt: performance.now() + 5_000 });
  expect(sample).toMatchObject({ endpoint: urls[0], metrics: { from: there } });
});
