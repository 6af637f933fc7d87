import { calm } from './calm.ts';
import { data } from './data.ts';
import { faults } from './faults.ts';
import type { Play } from './play.ts';
import { trust } from './trust.ts';

/** How each incident is made, by its name. */
export const plays: Readonly<Record<string, Play>> = { ...faults, ...data, ...trust, ...calm };
