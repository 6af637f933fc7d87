import { checkReport } from './check-report.ts';
import type { Format } from './format.ts';
import { jsonText } from './json-text.ts';

/** The object of the check schema on one line per sample. */
export const ndjson: Format = {
  id: 'ndjson',
  help: 'the same, one line per sample',
  open:
    ({ failOn }) =>
    (view) =>
      `${jsonText(checkReport(view, { failOn }))}\n`,
};
