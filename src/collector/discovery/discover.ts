import { distributions } from './distributions.ts';
import { openHost } from './host.ts';
import type { Candidate, Found } from './verdict.ts';

/** What a look at the host gave. */
export type Discovery = {
  /** In the order looked at; up to the one chosen, or all. */
  readonly candidates: readonly Candidate[];
  readonly chosen?: Chosen | undefined;
};

/** The candidate that fits; `id` is that of the distribution whose commands apply. */
export type Chosen = { readonly id: string; readonly path: string; readonly found: Found };

/** Looks for the etcd of the host whose `/` is at `hostRoot`, in files and processes only; `all` goes on after the first that fits. */
export function discover({
  hostRoot = '/',
  all = false,
}: {
  hostRoot?: string | undefined;
  all?: boolean;
} = {}): Discovery {
  const host = openHost(hostRoot);
  const candidates: Candidate[] = [];
  let chosen: Discovery['chosen'];
  for (const { id, handledAs = id, look } of distributions) {
    for (const candidate of look(host)) {
      candidates.push(candidate);
      const { path, verdict } = candidate;
      if (verdict.state === 'parsed') chosen ??= { id: handledAs, path, found: verdict.found };
    }
    if (chosen !== undefined && !all) break;
  }
  return { candidates, chosen };
}
