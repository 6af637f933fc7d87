import type { Level } from './reading.ts';

/** A diagnostic as lists, keys and help know it; running it is the business of src/diagnostics. */
export type DiagnosticEntry = {
  readonly id: string;
  readonly title: string;
  readonly effect: 'read' | 'write';
  /** One sentence: what it asks of etcd and what that costs. */
  readonly help: string;
};

/** What a running diagnostic yields: progress any number of times, then one result. */
export type DiagnosticEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly text: string }
  | { readonly kind: 'result'; readonly result: DiagnosticResult };

/** A verdict, the sentence for it, and the evidence as a table. Cells may hold foreign text. */
export type DiagnosticResult = {
  readonly id: string;
  readonly verdict: Level;
  readonly summary: string;
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } | undefined;
  /** Further lines of evidence or advice. */
  readonly notes: readonly string[];
  /** The same in numbers, for -o json. */
  readonly data: unknown;
};
