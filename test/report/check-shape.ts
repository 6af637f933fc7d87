import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { causeIds } from '../../src/model/cause.ts';
import { checkIds } from '../../src/model/check-id.ts';
import { metricIds } from '../../src/model/registry.ts';
import { type CheckV1, checkV1 } from '../../src/report/schema/check-v1.ts';

/** The JSON Schema that is published, as it lies in the repository. */
export const published: z.core.JSONSchema.JSONSchema = JSON.parse(
  readFileSync(new URL('../../schema/check-v1.schema.json', import.meta.url), 'utf8'),
);
const open = z.fromJSONSchema(published);

/** What of a value the published schema forbids. */
export const publishedProblems = (value: unknown): string[] => problemsOf(open.safeParse(value).error);

/** What of a value is not as `etcdoc.check/v1` promises: by the published schema, by the strict one, and in its names. Empty when all is. */
export function checkReportShape(value: unknown): string[] {
  const problems = [...publishedProblems(value), ...problemsOf(checkV1.safeParse(value).error)];
  return problems.length > 0 ? problems : unknownNames(value as CheckV1);
}

function problemsOf(error: z.core.$ZodError | undefined): string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function unknownNames({ members, findings, causes, unmeasured }: CheckV1): string[] {
  const checks = [...findings, ...unmeasured]
    .map(({ check }) => check)
    .concat(causes.flatMap(({ because }) => because));
  const strangers = [
    ...without(checks, checkIds),
    ...without(
      causes.map(({ cause }) => cause),
      causeIds,
    ),
    ...without(
      members.flatMap(({ readings }) => Object.keys(readings)),
      metricIds,
    ),
  ];
  return strangers.map((name) => `${name}: no such name`);
}

const without = (names: readonly string[], known: readonly string[]): string[] =>
  names.filter((name) => !known.includes(name));
