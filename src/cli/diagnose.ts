import type { Connection } from '../collector/connection.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { runDiagnostic } from '../diagnostics/run.ts';
import type { DiagnosticResult } from '../model/diagnostic.ts';
import { type FailOn, judgeLevels } from '../model/verdict.ts';
import type { ClusterView } from '../model/view.ts';
import { diagnosticJson } from '../report/diagnostic-json.ts';
import { diagnosticText } from '../report/diagnostic-text.ts';
import { errorMessage } from '../text/error-message.ts';
import { windowFeed } from './feed.ts';
import { measure } from './measure.ts';
import { settleConnection } from './options/connect.ts';
import { type ConnectionFlags, readConnection } from './options/connection-flags.ts';
import { openProgress } from './progress.ts';
import { errorLine } from './usage-error.ts';

/** What `diagnose` was asked for; undefined is "not said". */
export type DiagnoseFlags = ConnectionFlags & {
  readonly output: 'text' | 'json';
  readonly failOn: FailOn;
  readonly window: number;
};

const samples = 2;

/** Looks at the cluster for a moment, then runs each diagnostic after the other; each prints as it ends. */
export async function diagnose(wanted: readonly Diagnostic[], flags: DiagnoseFlags): Promise<number> {
  const { plan, thresholds } = await readConnection(flags);
  const connection = await settleConnection(plan);
  const settled = { ...plan, endpoints: connection.endpoints, srv: undefined };
  const { window: windowSeconds } = flags;
  const limitMs = windowSeconds * 1000 + plan.commandTimeoutMs;
  const progress = openProgress();
  progress.show('looking at the cluster ...');
  const view = await measure(windowFeed(settled, windowSeconds), {
    windowSeconds,
    thresholds,
    samples,
    limitMs,
  }).finally(progress.clear);
  if (view === undefined || view.members.length === 0) {
    const why = view?.endpoints.map(({ endpoint, error }) => `${endpoint}: ${error.text}`).join('; ');
    process.stderr.write(errorLine(new Error(`no member could be reached: ${why || connection.endpoints.join(', ')}`)));
    return 3;
  }
  const results: DiagnosticResult[] = [];
  for (const diagnostic of wanted) {
    const result = await runOne(diagnostic, view, connection, progress.show);
    progress.clear();
    if (flags.output === 'text') process.stdout.write(`${results.length > 0 ? '\n' : ''}${diagnosticText(result)}`);
    results.push(result);
  }
  const exitCode = judgeLevels(
    results.map(({ verdict }) => verdict),
    flags.failOn,
  );
  if (flags.output === 'json') process.stdout.write(diagnosticJson(results, Date.now(), exitCode));
  return exitCode;
}

async function runOne(
  diagnostic: Diagnostic,
  view: ClusterView,
  connection: Connection,
  show: (text: string) => void,
): Promise<DiagnosticResult> {
  try {
    for await (const event of runDiagnostic(diagnostic, view, connection, new AbortController().signal)) {
      if (event.kind === 'result') return event.result;
      show(`${diagnostic.id}: ${event.done}/${event.total} ${event.text}`);
    }
    throw new Error('it gave no result');
  } catch (error) {
    const summary = `could not be run: ${errorMessage(error)}`;
    return { id: diagnostic.id, verdict: 'unknown', summary, notes: [], data: null };
  }
}
