import { type Shape, shapeOf } from '../model/metric-set.ts';
import { EtcdError } from './etcd-error.ts';

/** The shape of a page's keys, the one before where they are the same, so that an hour of samples shares it; throws an EtcdError for labels that are none. */
export function shapeOfPage(keys: readonly string[], before?: Shape | undefined): Shape {
  const same = before?.keys.length === keys.length && before.keys.every((key, index) => key === keys[index]);
  if (before !== undefined && same) return before;
  try {
    return shapeOf(keys);
  } catch (error) {
    throw new EtcdError('parse', `not a metrics line: ${(error as Error).message.slice(0, 120)}`, { cause: error });
  }
}
