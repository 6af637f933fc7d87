import type { AlertNotice } from '../../model/notice.ts';

/** Something to be sent, and of which alert it speaks as its receiver tells alerts apart. */
export type Parcel<T> = Pick<AlertNotice, 'state' | 'occasion'> & { readonly key: string; readonly content: T };

/** A notice as something to be sent, to a receiver that tells alerts apart as we do. */
export const parcelOf = <T>({ alert: { key }, state, occasion }: AlertNotice, content: T): Parcel<T> => ({
  ...{ key, state, occasion },
  content,
});

type Waiting<T> = Parcel<T> & { readonly since: number; tries: number };

/** What waits to be sent, in order; the first of them may be under way. */
export type Queue<T> = {
  readonly size: () => number;
  readonly add: (parcel: Parcel<T>, now: number) => void;
  /** The first ones, which are under way until `end` or `again`. */
  readonly begin: (count: number) => readonly T[];
  /** Those under way are done with; how many they were. */
  readonly end: () => number;
  /** Those under way wait again, but for those that were tried too often or wait since before `oldest`; how many those were. */
  readonly again: (tries: number, oldest: number) => number;
  /** Leaves out what waits since before `oldest`; how many that were. */
  readonly expire: (oldest: number) => number;
  /** How many were left out because of too many others. */
  readonly dropped: () => number;
};

/**
 * A queue of at most `limit`. What is too much goes: repeats first, then the oldest. Whoever never hears of an alert is not told
 * either that it is over: with its first notice goes all that follows of it, up to its end.
 */
export function createQueue<T>(limit: number): Queue<T> {
  let waiting: Waiting<T>[] = [];
  let underWay = 0;
  let dropped = 0;

  function remove(goes: (parcel: Waiting<T>, index: number) => boolean): number {
    const before = waiting.length;
    const unheard = new Set<string>();
    waiting = waiting.filter((parcel, index) => {
      if (index >= underWay && unheard.has(parcel.key)) {
        if (parcel.state === 'resolved') unheard.delete(parcel.key);
        return false;
      }
      if (!goes(parcel, index)) return true;
      if (isFirst(parcel)) unheard.add(parcel.key);
      return false;
    });
    return before - waiting.length;
  }

  return {
    size: () => waiting.length,
    add(parcel, now) {
      const last = waiting.findLast(({ key }) => key === parcel.key);
      // What is still to be said needs no repetition.
      if (parcel.occasion === 'repeated' && last?.state === 'firing') return;
      waiting.push({ ...parcel, since: now, tries: 0 });
      while (waiting.length > Math.max(limit, underWay)) {
        const repeat = waiting.findIndex(({ occasion }, index) => index >= underWay && occasion === 'repeated');
        const victim = repeat >= 0 ? repeat : underWay;
        dropped += remove((_, index) => index === victim);
      }
    },
    begin(count) {
      underWay = Math.min(count, waiting.length);
      return waiting.slice(0, underWay).map((parcel) => {
        parcel.tries += 1;
        return parcel.content;
      });
    },
    end() {
      const count = underWay;
      waiting = waiting.slice(count);
      underWay = 0;
      return count;
    },
    again(tries, oldest) {
      underWay = 0;
      return remove((parcel) => parcel.tries >= tries || parcel.since < oldest);
    },
    expire: (oldest) => remove(({ since }) => since < oldest),
    dropped: () => dropped,
  };
}

const isFirst = ({ occasion }: Pick<AlertNotice, 'occasion'>): boolean =>
  occasion === 'raised' || occasion === 'returned';
