import type { Past } from '../past.ts';

/** A restart that we saw: the member answered before it and after it. */
export type Restart = {
  readonly at: number;
  readonly number: number;
  readonly fromVersion?: string | undefined;
  readonly toVersion?: string | undefined;
};

/** The last restart of a member up to sample `number`. */
export function lastRestart(past: Past, id: string, number: number): Restart | undefined {
  const lives = past.member(id)?.life.upTo(number) ?? [];
  for (let at = lives.length - 1; at > 0; at--) {
    const [before, now] = [lives[at - 1], lives[at]];
    if (!before || !now || now.value.run === before.value.run) continue;
    return { at: now.at, number: now.number, fromVersion: before.value.version, toVersion: now.value.version };
  }
  return undefined;
}
