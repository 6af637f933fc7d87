import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/cli/options/config-text.ts';
import { readThresholds } from '../../../src/cli/options/thresholds.ts';
import { errorLine } from '../../../src/cli/usage-error.ts';
import { registry } from '../../../src/model/registry.ts';

const lineOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return errorLine(error).trimEnd();
  }
  return 'no error';
};

describe('a config file', () => {
  test.each([
    ['', 'empty'],
    ['# nothing yet\n', 'a comment'],
    ['etcd:\n', 'an empty group'],
  ])('may hold %j (%s)', (text) => expect(lineOf(() => parseConfig(text, 'c.yaml'))).toBe('no error'));

  test.each([
    ['an unknown group', 'etcdd:\n  endpoints: a\n', 'etcdoc: c.yaml line 1 (etcdd): unknown key: did you mean etcd?'],
    [
      'an unknown key',
      'etcd:\n  ca_file: a\n\n  cert_fil: b\n',
      'etcdoc: c.yaml line 4 (etcd.cert_fil): unknown key: did you mean cert_file?',
    ],
    [
      'an unknown threshold',
      'thresholds:\n  fsync_latency_secs: 1\n',
      'etcdoc: c.yaml line 2 (thresholds.fsync_latency_secs): unknown key: did you mean fsync_latency_seconds?',
    ],
    [
      'an unknown metric',
      'thresholds:\n  metrics:\n    # disk\n    walFsyncP9:\n      warning: 1\n',
      'etcdoc: c.yaml line 4 (thresholds.metrics.walFsyncP9): unknown key: did you mean walFsyncP99?',
    ],
    [
      'an unknown level',
      'thresholds:\n  metrics:\n    walFsyncP99: { warn: 1 }\n',
      'etcdoc: c.yaml line 3 (thresholds.metrics.walFsyncP99.warn): unknown key: did you mean warning?',
    ],
    [
      'bounds of a metric the wrong way round',
      'thresholds:\n  metrics:\n    walFsyncP99: { warning: 0.5, critical: 0.1 }\n',
      'etcdoc: c.yaml line 3 (thresholds.metrics.walFsyncP99): has a critical bound that is reached before the warning: write it above that',
    ],
    [
      'bounds the wrong way round where little is bad',
      'thresholds:\n  checks:\n    cert-expiry: { warning: 86400, critical: 604800 }\n',
      'etcdoc: c.yaml line 3 (thresholds.checks.cert-expiry): has a critical bound that is reached before the warning: write it below that',
    ],
    [
      'no number',
      'thresholds:\n  max_pending_proposals: many\n',
      'etcdoc: c.yaml line 2 (thresholds.max_pending_proposals): is no number: write a number without a unit',
    ],
    [
      'a number with a unit',
      'thresholds:\n  fsync_latency_seconds: 10ms\n',
      'etcdoc: c.yaml line 2 (thresholds.fsync_latency_seconds): is no number: write a number without a unit',
    ],
    [
      'a negative number',
      'thresholds:\n  max_db_size_bytes: -1\n',
      'etcdoc: c.yaml line 2 (thresholds.max_db_size_bytes): is below 0: write a number from there on',
    ],
    [
      'a key twice',
      'etcd:\n  ca_file: a\n  ca_file: b\n',
      'etcdoc: c.yaml line 3: duplicated mapping key: correct the YAML',
    ],
    ['no mapping', '- a\n', 'etcdoc: c.yaml (the whole file): is no mapping: write keys and values below it'],
    [
      'a log level',
      'logging:\n  level: loud\n',
      'etcdoc: c.yaml line 2 (logging.level): has an unknown value: write debug, info, warn, error',
    ],
  ])('with %s', (_, text, line) => expect(lineOf(() => parseConfig(text, 'c.yaml'))).toBe(line));

  test('with text in quotes, lists and anchors keeps its lines', () => {
    const config = parseConfig('etcd:\n  endpoints:\n    - a\n    - "b"\n  "user": x\n', 'c.yaml');
    expect(config.where('etcd.user')).toBe('c.yaml line 5 (etcd.user)');
  });
});

describe('thresholds', () => {
  test('are undefined when nothing is said', () => expect(readThresholds({}, undefined)).toBeUndefined());

  test('of the Go etcdoc become critical bounds; a warning bound above them goes', () => {
    const config = parseConfig(
      'thresholds:\n  fsync_latency_seconds: 0.3\n  backend_commit_latency_seconds: 0.01\n',
      'c',
    );
    expect(readThresholds({}, config)?.metrics).toEqual({
      walFsyncP99: { critical: 0.3, warning: registry.walFsyncP99.levels?.warning },
      backendCommitP99: { critical: 0.01 },
    });
  });

  test('of variables win over the file', () => {
    const config = parseConfig('thresholds:\n  max_db_size_bytes: 5\n', 'c');
    expect(readThresholds({ MAX_DB_SIZE_BYTES: '7' }, config)?.metrics?.dbSizeBytes).toEqual({ critical: 7 });
  });

  test('of leader changes keep their five minutes, and a check of that name goes before them', () => {
    expect(readThresholds({ MAX_LEADER_CHANGES_5M: '3' }, undefined)).toEqual({
      metrics: {},
      checks: { 'leader-changes': { critical: 3, criticalWithinSeconds: 300 } },
    });
    const off = parseConfig('thresholds:\n  max_leader_changes_5m: 3\n  checks: { leader-changes: false }\n', 'c');
    expect(readThresholds({}, off)?.checks).toEqual({ 'leader-changes': false });
  });

  test('of our own replace one bound and keep the other', () => {
    const config = parseConfig(
      'thresholds:\n  metrics:\n    peerRttP99: { warning: 0.2 }\n  checks:\n    learner: false\n',
      'c',
    );
    expect(readThresholds({}, config)).toEqual({
      metrics: { peerRttP99: { ...registry.peerRttP99.levels, warning: 0.2 } },
      checks: { learner: false },
    });
  });

  test('of a check, by its id', () => {
    const config = (text: string) => parseConfig(`thresholds:\n  checks:\n    ${text}\n`, 'c');
    expect(readThresholds({}, config('fragmentation: { warning: 0.3 }'))?.checks).toEqual({
      fragmentation: { warning: 0.3 },
    });
    expect(lineOf(() => config('fragmentation: { warn: 0.3 }'))).toBe(
      'etcdoc: c line 3 (thresholds.checks.fragmentation.warn): unknown key: did you mean warning?',
    );
    expect(lineOf(() => config('fragmentation: yes'))).toBe(
      'etcdoc: c line 3 (thresholds.checks.fragmentation): is neither false nor bounds: write false, or { warning: 1, critical: 2 }',
    );
    for (const text of ['quorum-lost: { warning: 5 }', 'quorum-lost: yes'])
      expect(lineOf(() => config(text))).toBe(
        'etcdoc: c line 3 (thresholds.checks.quorum-lost): has no bounds: write false to switch it off',
      );
    expect(readThresholds({}, config('follower-lag: { critical: 9 }'))?.checks).toEqual({
      'follower-lag': { critical: 9 },
    });
  });

  test('that are no numbers name the variable', () => {
    expect(lineOf(() => readThresholds({ MAX_PENDING_PROPOSALS: '1e999' }, undefined))).toBe(
      'etcdoc: MAX_PENDING_PROPOSALS: 1e999 is no number: write a number without a unit',
    );
  });
});
