import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mixinRules } from '../../../src/model/rules/mixin.ts';
import { platform9Rules } from '../../../src/model/rules/platform9.ts';
import { play } from '../../model/rules/play.ts';
import { promtoolObjects } from './promtool.ts';
import { randomScene } from './random-scene.ts';
import { scenes } from './scenes.ts';

const sets = [
  { name: 'mixin', rules: mixinRules },
  { name: 'platform9', rules: platform9Rules },
] as const;
const all = [...scenes, ...[1, 2, 3, 4, 5, 6].map((seed) => randomScene(seed, seed % 2 === 0 ? 60 : 30))];

describe.each(sets)('$name', ({ name, rules }) => {
  const file = join(import.meta.dirname, `${name}.yaml`);

  test.each(all)('is pending and fires as in Prometheus, step by step: $name', async (scene) => {
    const claimed = play(rules, scene);
    expect((await promtoolObjects(file, scene, claimed)).slice(0, 4000)).toBe('');
  });

  test('fires each of its alerts in some scene', () => {
    const fired = new Set(
      all.flatMap((scene) =>
        play(rules, scene).flatMap((alerts) =>
          alerts
            .filter(({ state }) => state === 'firing')
            .map(({ labels }) => `${labels.alertname} ${labels.severity}`),
        ),
      ),
    );
    expect([...fired].sort()).toEqual([...new Set(rules.map(({ alert, severity }) => `${alert} ${severity}`))].sort());
  });

  test('is contradicted when it claims an alert a step too late', async () => {
    const scene = scenes[0];
    if (!scene) throw new Error('no scene');
    const claimed = play(rules, scene);
    const shifted = [[], ...claimed.slice(0, -1)];
    expect(await promtoolObjects(file, scene, shifted)).toContain('FAILED');
  });
});
