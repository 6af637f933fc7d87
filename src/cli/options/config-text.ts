import { load, YAMLException } from 'js-yaml';
import type * as z from 'zod';
import { suggestion } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';
import { configSchema, keysUnder } from './config-schema.ts';
import { linesOfKeys } from './yaml-lines.ts';

/** A config file that was understood: its values, and where each key stands. */
export type Config = z.infer<typeof configSchema> & { readonly where: (path: string) => string };

/** Reads the text of a config file; what is wrong is an error with file, line and key. */
export function parseConfig(text: string, file: string): Config {
  const where = (path: string) => `${file} ${lineOf(path)}`;
  if (text.replace(/^\s*#.*$/gm, '').trim() === '') return { where };
  const parsed = configSchema.safeParse(loadYaml(text, file));
  const lines = linesOfKeys(text);
  if (parsed.success) return { ...parsed.data, where };
  const { issues } = parsed.error;
  // A key that is misspelt is missing under its right name too.
  throw explain(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0], where);

  function lineOf(path: string): string {
    const line = lines?.get(path);
    return line === undefined ? `(${path})` : `line ${line} (${path})`;
  }
}

function loadYaml(text: string, file: string): unknown {
  try {
    return load(text) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark === undefined ? '' : ` line ${error.mark.line + 1}`;
    throw new UsageError(`${file}${line}`, error.reason, 'correct the YAML');
  }
}

function explain(issue: z.core.$ZodIssue | undefined, where: (path: string) => string): UsageError {
  // Of what may have one form or another, the form that was begun says what is wrong in it.
  const begun = issue?.code === 'invalid_union' ? issue.errors.flat().find(isInside) : undefined;
  if (issue && begun) return explain({ ...begun, path: [...issue.path, ...begun.path] }, where);
  const path = issue?.path.map(String) ?? [];
  const dotted = path.join('.');
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return new UsageError(where([...path, key].join('.')), 'unknown key', suggestion(key, keysUnder(path)));
  }
  if (issue?.code === 'invalid_union' && path[1] === 'checks')
    return new UsageError(where(dotted), 'is neither false nor bounds', 'write false, or { warning: 1, critical: 2 }');
  if (issue?.code === 'invalid_value' && path[1] === 'checks')
    return new UsageError(where(dotted), 'has no bounds', 'write false to switch it off');
  return new UsageError(dotted === '' ? where('the whole file') : where(dotted), expectation(issue));
}

const isInside = ({ code, path }: z.core.$ZodIssue): boolean => code === 'unrecognized_keys' || path.length > 0;

function expectation(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'is not understood';
  if (issue.code === 'invalid_type') {
    if (/received undefined$/.test(issue.message)) return 'is missing';
    if (issue.expected === 'number') return 'is no number: write a number without a unit';
    return issue.expected === 'object' ? 'is no mapping: write keys and values below it' : `is no ${issue.expected}`;
  }
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'too_small') return `is below ${issue.minimum}: write a number from there on`;
  if (issue.code === 'invalid_value') return `has an unknown value: write ${issue.values.map(String).join(', ')}`;
  return 'has a value that is not understood: write one text, or a list of texts';
}
