import type { CheckId } from '../model/check-id.ts';
import type { FailOn } from '../model/verdict.ts';
import type { ClusterView } from '../model/view.ts';
import type { Provenance } from './provenance.ts';

export type ReportOptions = {
  /** What makes the exit code 1, for formats that tell it. */
  readonly failOn: FailOn;
  /** Who looked at what, for reports that are passed on. */
  readonly from?: Provenance | undefined;
  /** The distribution whose administrator's commands are named; those of a plain host without it. */
  readonly distribution?: string | undefined;
  /** Checks that were not asked for, and why not. */
  readonly off?: ReadonlyMap<CheckId, string> | undefined;
  /** Everything, also what passed. */
  readonly verbose?: boolean | undefined;
};

/** One way to print views. `open` starts a stream: its function gives the text of one view, a final line break included. */
export type Format = {
  readonly id: string;
  readonly help: string;
  readonly open: (options: ReportOptions) => (view: ClusterView) => string;
};
