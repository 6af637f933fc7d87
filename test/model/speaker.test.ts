import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/model/finding.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import { speaks } from '../../src/model/speaker.ts';
import { idOf, pageAfter, sampleOf, threeAt } from './samples.ts';

const about = (subject: string): Alert => ({ subject, check: 'stale' }) as Alert;
const view = (over: Parameters<typeof threeAt>[1] = {}) => createMonitor({ windowSeconds: 60 }).push(threeAt(0, over));
const [a, b, c] = [idOf('a'), idOf('b'), idOf('c')];
const unknown = () => undefined;

/** Which of the cluster and the members each daemon speaks of: `a: cluster a c`. */
function spoken(over: Parameters<typeof threeAt>[1], answers: (id: string) => boolean | undefined = unknown) {
  return Object.fromEntries(
    Object.entries({ a, b, c }).map(([name, localId]) => {
      const says = speaks(view(over), { scope: 'local', localId, daemonAnswers: answers });
      const subjects = Object.entries({ cluster: 'cluster', a, b, c }).filter(([, subject]) => says(about(subject)));
      return [name, subjects.map(([word]) => word).join(' ')];
    }),
  );
}

describe('of the daemons beside three members', () => {
  test('the one of the lowest id speaks for the cluster, and each for its own member', () => {
    const all = spoken({}, () => true);
    expect(all).toEqual({ a: 'cluster a', b: 'b', c: 'c' });
  });

  test('a member whose daemon cannot be asked is spoken of by the speaker too', () => {
    expect(spoken({})).toEqual({ a: 'cluster a b c', b: 'b', c: 'c' });
  });

  test('each speaks of the files of its own host, which nobody else sees', () => {
    const says = (localId: string) => speaks(view(), { scope: 'local', localId, daemonAnswers: () => true });
    for (const localId of [a, b, c]) expect(says(localId)(about('client certificate /etc/etcd/client.crt'))).toBe(true);
  });

  test('none but the speaker speaks of a member that has left', () => {
    const says = speaks(view({ b: 'gone' }), { scope: 'local', localId: c, daemonAnswers: () => true });
    expect(says(about(b))).toBe(false);
  });

  test('a member that does not answer us speaks for nobody', () => {
    expect(spoken({ a: 'down' }).b).toBe('cluster a b c');
    expect(spoken({ a: 'down' }).c).toBe('c');
  });

  test('neither does one whose daemon does not answer', () => {
    const silent = (id: string) => id !== a;
    expect(spoken({}, silent).b).toBe('cluster a b');
    expect(spoken({}, silent).c).toBe('c');
  });

  test('the last one left speaks, whatever became of its own member', () => {
    expect(spoken({ a: 'down', b: 'down', c: 'down' })).toEqual({
      a: 'cluster a b c',
      b: 'cluster a b c',
      c: 'cluster a b c',
    });
    expect(spoken({ a: 'down', b: 'down' }).b).toBe('b');
  });

  test('in doubt we speak: no local member known, or the only daemon by configuration', () => {
    const one = { localId: undefined, daemonAnswers: () => true };
    expect(speaks(view(), { ...one, scope: 'local' })(about('cluster'))).toBe(true);
    expect(speaks(view(), { ...one, localId: c, scope: 'cluster' })(about(b))).toBe(true);
  });
});

describe('a daemon that reads one metrics page alone', () => {
  const says = (localId: string, peers: Readonly<Record<string, number>>, answering: readonly string[]) => {
    const active = Object.entries(peers).map(([id, up]) => [
      `etcd_network_active_peers{Local="${localId}",Remote="${id}"}`,
      up,
    ]);
    const page = pageAfter(0, Object.fromEntries(active));
    const sample = sampleOf({ seconds: 0, members: { x: { id: localId, status: false, page } } });
    const alone = createMonitor({ windowSeconds: 60 }).push({ ...sample, clusterId: undefined });
    const daemonAnswers = (id: string) => answering.includes(id);
    return speaks(alone, { scope: 'local', localId, daemonAnswers })(about('cluster'));
  };

  test('leaves the word to one of a lower id that it is connected to and whose daemon answers', () => {
    expect(says(b, { [a]: 1, [c]: 1 }, [a, c])).toBe(false);
    expect(says(b, { [a]: 0, [c]: 1 }, [a, c])).toBe(true);
    expect(says(a, { [b]: 1, [c]: 1 }, [b, c])).toBe(true);
    // Ids are numbers in hex: the shorter is the lower.
    expect(says('ff', { '100': 1 }, ['100'])).toBe(true);
  });

  test('speaks where the daemons of lower ids are silent, or nobody knows where they could be', () => {
    expect(says(b, { [a]: 1, [c]: 1 }, [c])).toBe(true);
    expect(says(c, { [a]: 1, [b]: 1 }, [])).toBe(true);
  });
});
