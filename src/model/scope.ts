import { awaySince } from './away.ts';
import type { Scope } from './evaluation.ts';
import type { History } from './history.ts';
import type { Window } from './recipe.ts';
import type { ClusterSample, MemberSample } from './sample.ts';
import { type Stretch, stretchOf } from './stretch.ts';

/** The scope of one member at sample `number`, its windows ending there; stretches are looked up once per length. */
export function scopeAt(
  history: History,
  number: number,
  cluster: ClusterSample,
  member: MemberSample,
  screenSeconds: number,
): Scope {
  const stretches = new Map<number, Stretch | undefined>();
  const absences = new Map<number, readonly string[]>();
  const windowSeconds = (window: Window | undefined) => secondsOf(window, screenSeconds);
  return {
    history,
    number,
    cluster,
    member,
    windowSeconds,
    stretch(window) {
      const seconds = windowSeconds(window);
      if (!stretches.has(seconds)) {
        stretches.set(seconds, stretchOf(history, member.id, cluster.mono - seconds * 1000, number));
      }
      return stretches.get(seconds);
    },
    away(window) {
      const seconds = windowSeconds(window);
      const known = absences.get(seconds) ?? awaySince(history, cluster.mono - seconds * 1000, number);
      absences.set(seconds, known);
      return known;
    },
  };
}

function secondsOf(window: Window | undefined, screenSeconds: number): number {
  if (!window) return screenSeconds;
  return 'exactly' in window ? window.exactly : Math.max(window.atLeast, screenSeconds);
}
