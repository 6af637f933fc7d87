import { expect, test } from 'vitest';
import { readServeSettings } from '../../../src/cli/options/serve-settings.ts';
import type { Configuration } from '../../../src/cli/serve/configuration.ts';
import { changesBetween, takenOver } from '../../../src/cli/serve/configuration-changes.ts';

const old = {
  settings: readServeSettings({}, {}, undefined),
  plan: { endpoints: ['http://a:2379'] },
  thresholds: undefined,
  outputs: {},
} as unknown as Configuration;

const withSetting = (key: string): Configuration => ({ ...old, settings: { ...old.settings, [key]: 'another' } });

test('the same configuration read again is no change', () => {
  expect(changesBetween(old, structuredClone(old))).toEqual({ now: [], later: [] });
});

test.each(Object.keys(old.settings))(
  'another %s is in force at once, or is said to wait for a restart and is kept until then',
  (key) => {
    const fresh = withSetting(key);
    const { now, later } = changesBetween(old, fresh);
    expect(now.length + later.length).toBe(1);
    const { settings } = takenOver(old, fresh);
    expect(settings).toEqual(later.length > 0 ? old.settings : fresh.settings);
  },
);

test('what is listened on waits for a restart, everything else does not', () => {
  const waits = Object.keys(old.settings).filter((key) => changesBetween(old, withSetting(key)).later.length > 0);
  expect(waits.sort()).toEqual(['listen', 'metrics', 'tlsCertFile', 'tlsKeyFile', 'tokenFile']);
  const { plan } = { plan: { endpoints: ['http://b:2379'] } } as unknown as Configuration;
  expect(changesBetween(old, { ...old, plan, outputs: { webhook: { url: 'http://h' } } })).toEqual({
    now: ['connection', 'outputs'],
    later: [],
  });
});
