import type { Drain, DrainAnswer } from '../model/can-drain.ts';
import type { ClusterView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import { wrap } from './wrap.ts';

const words: Readonly<Record<DrainAnswer, string>> = {
  yes: 'YES',
  after: 'NOT YET',
  wait: 'WAIT',
  no: 'NO',
  unknown: 'UNKNOWN',
};

/** Why there is nobody to be asked about, and what to do first. */
export function noMemberText({ causes }: ClusterView): string {
  const [worst] = causes;
  const why = worst === undefined ? '' : `: ${clean(worst.text)}`;
  const [first] = worst?.next ?? [];
  return [
    wrap(`no member was found${why}`, 'UNKNOWN: '),
    ...(first === undefined ? [] : [wrap(clean(first), '  first: ')]),
  ].join('');
}

/** "Can it be taken down now?" for people: a line per member, why, and what to do first. */
export function canDrainText(drains: readonly Drain[]): string {
  return drains
    .map(({ label, leader, answer, reasons, first }) =>
      [
        wrap(`${words[answer]}, ${reasons.map(clean).join('; ')}`, `${clean(label)}${leader ? ' (leader)' : ''}: `),
        ...first.map((text) => wrap(clean(text), '  first: ')),
      ].join(''),
    )
    .join('');
}
