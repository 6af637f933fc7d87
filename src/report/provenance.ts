import { clean } from '../text/clean.ts';
import { wrap } from './wrap.ts';

/** Who looked, from where and at what: a report that is passed on must say so itself. */
export type Provenance = {
  /** Version of the program. */
  readonly etcdoc: string;
  /** Name of the machine it ran on; foreign text. */
  readonly host: string;
  /** Endpoints and metrics URLs asked, or the recording; foreign text. */
  readonly asked: readonly string[];
  readonly recorded: boolean;
  /** Where the endpoints come from when no person gave them; foreign text. */
  readonly origin?: string | undefined;
  /** Samples behind the view. */
  readonly samples: number;
  /** The rule set that judged. */
  readonly rules: string;
};

/** The same for people: the last line of a report. */
export function provenanceText(from: Provenance, { windowSeconds }: { readonly windowSeconds: number }): string {
  const what = `${from.recorded ? 'recording' : 'asked'} ${from.asked.map(clean).join(', ')}`;
  const origin = from.origin === undefined ? '' : ` (${clean(from.origin)})`;
  const samples = from.samples === 1 ? '1 sample' : `${from.samples} samples`;
  const rules = from.rules === 'etcdoc' ? '' : `, rules ${from.rules}`;
  return wrap(
    `etcdoc ${clean(from.etcdoc)} on ${clean(from.host)}: ${what}${origin}, ${samples}, window ${windowSeconds} s${rules}`,
  );
}
