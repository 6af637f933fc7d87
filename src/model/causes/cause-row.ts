import type { CauseId, Confidence } from '../cause.ts';
import type { CheckId } from '../check-id.ts';
import type { Finding, Severity } from '../finding.ts';
import type { Case } from './case.ts';

/** One cause: what it reads, and when it is suspected. A row of the table in causes.ts. */
export type CauseRow = {
  readonly id: CauseId;
  readonly title: string;
  /** What it reads, for the manual. */
  readonly reads: string;
  /** Checks whose own words name it already. */
  readonly namedBy?: readonly CheckId[] | undefined;
  readonly suspect: (file: Case) => readonly Suspicion[];
};

/** A cause before it is weighed against the others. */
export type Suspicion = {
  readonly subject: string;
  readonly subjectName: string;
  readonly confidence: Confidence;
  /** The worst of the findings it accounts for, unless given. */
  readonly severity?: Severity | undefined;
  readonly text: string;
  /** Findings that make it likely. */
  readonly support: readonly Finding[];
  /** Findings that follow from it. */
  readonly consequences?: readonly Finding[] | undefined;
  readonly evidence: readonly string[];
  readonly against?: string | undefined;
  readonly next: readonly string[];
};
