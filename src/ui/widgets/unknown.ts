import type { Unknown } from '../../model/reading.ts';
import { duration } from './figure.ts';

/** Why a number is missing, in a few words; undefined when the model gives no reason. */
export function unknownWords(unknown: Unknown | undefined): string | undefined {
  switch (unknown?.reason) {
    case 'down':
      return 'down';
    case 'no-metrics':
      return 'no metrics';
    case 'not-exposed':
      return 'not exposed by this version';
    case 'collecting':
      return `collecting, ${duration(unknown.secondsLeft)} to go`;
    case 'no-observations':
      return 'nothing observed';
    case 'not-asked':
      return 'not asked';
    case undefined:
      return undefined;
  }
}
