import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../src/collector/discovery/environment-file.ts';
import { readFlags, splitWords } from '../../../src/collector/discovery/flags.ts';
import { openHost } from '../../../src/collector/discovery/host.ts';
import { reachable } from '../../../src/collector/discovery/listen-urls.ts';
import { namedEndpoints } from '../../../src/collector/discovery/named-urls.ts';
import { podContainers } from '../../../src/collector/discovery/static-pod.ts';
import { write } from './lay-out.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'etcdoc-root-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a host mounted elsewhere', () => {
  test('follows links within itself and never leaves', () => {
    write(join(root, 'real/file'), 'inside');
    symlinkSync('/real', join(root, 'absolute'));
    symlinkSync('real/file', join(root, 'relative'));
    symlinkSync('../../../../etc/hostname', join(root, 'upwards'));
    symlinkSync('loop', join(root, 'loop'));
    const host = openHost(root);
    expect(host.read('/absolute/file')).toEqual({ state: 'text', text: 'inside' });
    expect(host.read('/relative')).toEqual({ state: 'text', text: 'inside' });
    expect(host.path('/upwards')).toBe(join(root, 'etc/hostname'));
    expect(host.read('/upwards')).toEqual({ state: 'absent' });
    expect(host.read('/loop')).toEqual({ state: 'unusable', reason: 'cannot be read: ELOOP' });
    expect(host.path('/../../etc/x')).toBe(join(root, 'etc/x'));
  });

  test('reads regular files of a bounded size, and waits for nothing', () => {
    write(join(root, 'large'), 'x'.repeat((1 << 20) + 1));
    write(join(root, 'just'), 'x'.repeat(1 << 20));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const host = openHost(root);
    expect(host.read('/large')).toEqual({ state: 'unusable', reason: 'is larger than 1 MiB' });
    expect(host.read('/just').state).toBe('text');
    expect(host.read('/pipe')).toEqual({ state: 'unusable', reason: 'is no regular file' });
    expect(host.read('/')).toEqual({ state: 'unusable', reason: 'is no regular file' });
    expect(host.read('/none')).toEqual({ state: 'absent' });
    expect(host.read('/just/below')).toEqual({ state: 'absent' });
    expect(openHost().read('/proc/self/comm').state).toBe('text');
  });
});

test.each([
  ['A=1\nexport B="two words"\nC=\'$A\'\n', { A: '1', B: 'two words', C: '$A' }],
  ['# A=1\n  ; B=2\n=x\nA =1\n1A=2', {}],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the file that has it
  ['A=/x\nB=${A}/y\nC=$A/z\nD=$NONE', { A: '/x', B: '/x/y', C: '/x/z', D: '$NONE' }],
  ['A=$(touch /tmp/x)\nB=`id`\nC="$(id)"\nD=\'$(id)\'', { D: '$(id)' }],
  ['A=1 # why\nB="a \\"b\\""\nC=a\\\nb', { A: '1', B: 'a "b"', C: 'ab' }],
  ['A=\nB=""\nA=2\r', { A: '2', B: '' }],
])('environment %j', (text, values) => expect(readEnvironment(text)).toEqual(values));

test.each([
  [['etcd', '--a=1', '--b', '2', '--c', '--d=x=y', '-e', 'f'], { a: '1', b: '2', c: 'true', d: 'x=y', e: 'f' }],
  [['--a=1', '--a=2'], { a: '2' }],
  [['-', '--', '--1', 'x'], {}],
])('flags %j', (words, flags) => expect(readFlags(words)).toEqual(flags));

test('words of a command line keep what is quoted together', () => {
  expect(splitWords(`/bin/etcd  --a="b c" 'd e' f\\`)).toEqual(['/bin/etcd', '--a=b c', 'd e', 'f\\']);
});

test.each([
  ['https://10.0.0.1:2379,https://127.0.0.1:2379', ['https://127.0.0.1:2379']],
  ['https://10.0.0.1:2379', ['https://10.0.0.1:2379']],
  ['http://0.0.0.0:2379', ['http://127.0.0.1:2379']],
  ['http://[::]:2379', ['http://[::1]:2379']],
  ['http://localhost:2379', ['http://127.0.0.1:2379']],
  ['https://host', ['https://host:443']],
  ['unix:///x.sock, nonsense,', []],
  [undefined, []],
])('listening on %s is reached at %j', (list, urls) => expect(reachable(list)).toEqual(urls));

test('what listens on the loopback of another network is not reached by it', () => {
  expect(reachable('https://127.0.0.1:2379,https://172.18.0.2:2379,https://0.0.0.0:1', false)).toEqual([
    'https://172.18.0.2:2379',
  ]);
});

test('endpoints as etcdctl is told them', () => {
  expect(namedEndpoints('a, b:1,http://c,https://[::1]:5/', true)).toEqual([
    'https://a:2379',
    'https://b:1',
    'http://c:2379',
    'https://[::1]:5',
  ]);
  expect(namedEndpoints(undefined, false)).toEqual([]);
});

test('a pod maps its paths to those of the host, the innermost mount first', () => {
  const [container] = podContainers({
    spec: {
      containers: [
        {
          command: ['etcd'],
          args: [1],
          env: [
            { name: 'A', value: 'b' },
            { name: 'C', valueFrom: {} },
          ],
          volumeMounts: [
            { mountPath: '/pki', name: 'all' },
            { mountPath: '/pki/etcd/', name: 'some' },
            { mountPath: '/secret', name: 'none' },
          ],
        },
      ],
      volumes: [
        { name: 'all', hostPath: { path: '/srv/all' } },
        { name: 'some', hostPath: { path: '/srv/some/' } },
        { name: 'none', secret: {} },
      ],
    },
  });
  expect(container).toMatchObject({ words: ['etcd', '1'], environment: { A: 'b' } });
  const paths = ['/pki/a', '/pki/etcd/a', '/pki', '/pkix', '/secret/a'].map((path) => container?.hostPath(path));
  expect(paths).toEqual(['/srv/all/a', '/srv/some/a', '/srv/all', '/pkix', '/secret/a']);
  for (const odd of [null, 'text', [], { spec: { containers: 'x' } }]) expect(podContainers(odd)).toEqual([]);
});
