import type { Candidate } from './verdict.ts';

/** What a person should do when no candidate fits. */
export function advice(candidates: readonly Candidate[]): string {
  const first = (state: Candidate['verdict']['state']) => candidates.find(({ verdict }) => verdict.state === state);
  const denied = first('denied');
  if (denied?.verdict.state === 'denied')
    return `${denied.distribution} may be here: ${denied.verdict.reason}: run as root`;
  const unusable = first('unusable');
  if (unusable?.verdict.state === 'unusable')
    return `${unusable.distribution} is described in ${unusable.path}, but ${unusable.verdict.reason}: name the endpoints and certificates by hand`;
  const other = first('not-etcd');
  if (other?.verdict.state === 'not-etcd') return other.verdict.reason;
  return 'nothing on this host looks like etcd: run on a control-plane node, or name it with --endpoints';
}
