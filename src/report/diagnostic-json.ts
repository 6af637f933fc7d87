import type { DiagnosticEntry, DiagnosticResult } from '../model/diagnostic.ts';
import type { ExitCode } from '../model/verdict.ts';
import { jsonText } from './json-text.ts';

/** Results for scripts: the evidence as numbers under `data`, the same as a table beside it. */
export function diagnosticJson(results: readonly DiagnosticResult[], at: number, exitCode: ExitCode): string {
  const schema = 'etcdoc.diagnose/v1';
  return `${jsonText({ schema, at: new Date(at).toISOString(), exitCode, results }, 2)}\n`;
}

/** What there is to run, for scripts. */
export function diagnosticListJson(entries: readonly DiagnosticEntry[]): string {
  const diagnostics = entries.map(({ id, title, effect, help }) => ({ id, title, effect, help }));
  return `${jsonText({ schema: 'etcdoc.diagnostics/v1', diagnostics }, 2)}\n`;
}
