import { withoutSecrets } from '../text/without-secrets.ts';
import { checkReport } from './check-report.ts';
import type { Format } from './format.ts';
import { jsonText } from './json-text.ts';

/** One object of the check schema per sample, indented. */
export const json: Format = {
  id: 'json',
  help: 'an object per sample, the schema of check -o json',
  open: (options) => (view) => withoutSecrets(`${jsonText(checkReport(view, options), 2)}\n`),
};
