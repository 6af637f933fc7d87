import * as z from 'zod';
import { checkIds } from '../../model/check-id.ts';
import { boundedChecks, checksOfLittle } from '../../model/checks.ts';
import { metricIds, registry } from '../../model/registry.ts';
import { logLevels } from '../../report/log-line.ts';
import { type OutputKey, outputRows } from '../../serve/outputs/outputs.ts';
import { formerThresholds } from './former-thresholds.ts';
import { serveRows } from './serve-rows.ts';
import { settings } from './settings.ts';

const settingText = z.union([z.string(), z.number().transform(String), z.boolean(), z.array(z.string())]);
const bound = z.number().nonnegative();

/** Bounds of which the critical one lies beyond the warning: above it, or below it where little is bad. */
const levels = (below: boolean) =>
  z
    .strictObject({ warning: bound.optional(), critical: bound.optional() })
    .refine(
      ({ warning, critical }) => warning === undefined || critical === undefined || inOrder(warning, critical, below),
      {
        error: `has a critical bound that is reached before the warning: write it ${below ? 'below' : 'above'} that`,
      },
    );
const inOrder = (warning: number, critical: number, below: boolean) =>
  below ? critical <= warning : critical >= warning;

const optionalEach = <K extends string, T extends z.ZodType>(keys: readonly K[], schemaOf: (key: K) => T) =>
  Object.fromEntries(keys.map((key) => [key, schemaOf(key).optional()])) as Record<K, z.ZodOptional<T>>;
const optional = <K extends string, T extends z.ZodType>(keys: readonly K[], schema: T) =>
  optionalEach(keys, () => schema);

const etcdKeys = [...Object.values(settings).map((row) => row.config), 'metrics_url' as const];

const groups = {
  etcd: optional(etcdKeys, settingText),
  'thresholds.metrics': optionalEach(metricIds, (id) =>
    levels((registry[id].levels?.below ?? registry[id].below) === true),
  ),
  'thresholds.checks': {
    ...optional(checkIds, z.literal(false)),
    ...optionalEach(boundedChecks, (id) => z.union([z.literal(false), levels(checksOfLittle.includes(id))])),
  },
  serve: optional(
    Object.values(serveRows).map((row) => row.config),
    settingText,
  ),
  // What the Go etcdoc had; `serve:` goes before it.
  observability: { enabled: z.boolean().optional(), metrics_port: z.int().min(1).max(65_535).optional() },
  logging: {
    level: z.enum(logLevels).optional(),
    format: z.enum(['json', 'text']).optional(),
    diagnostic_interval: settingText.optional(),
  },
};

const thresholds = {
  ...optional(
    formerThresholds.map(({ key }) => key),
    bound,
  ),
  metrics: z.strictObject(groups['thresholds.metrics']).optional(),
  checks: z.strictObject(groups['thresholds.checks']).optional(),
};

/** What may stand under the key of each output. */
const outputs = Object.fromEntries(Object.entries(outputRows).map(([key, { schema }]) => [key, schema.nullish()])) as {
  [Key in OutputKey]: z.ZodOptional<z.ZodNullable<(typeof outputRows)[Key]['schema']>>;
};

const root = {
  etcd: z.strictObject(groups.etcd).nullish(),
  thresholds: z.strictObject(thresholds).nullish(),
  serve: z.strictObject({ ...groups.serve, ...outputs }).nullish(),
  observability: z.strictObject(groups.observability).nullish(),
  logging: z.strictObject(groups.logging).nullish(),
};

/** What the config file may hold. */
export const configSchema = z.strictObject(root);

/** The keys that exist under a path, for the word that was meant. */
export function keysUnder(path: readonly string[]): readonly string[] {
  if (path.length === 0) return Object.keys(root);
  if (path.length === 1 && path[0] === 'thresholds') return Object.keys(thresholds);
  const group = path.join('.');
  if (group === 'serve') return [...Object.keys(groups.serve), ...Object.keys(outputRows)];
  const [, output = ''] = path;
  if (path[0] === 'serve' && Object.hasOwn(outputRows, output)) return keysOfOutput(output as OutputKey, path.slice(2));
  if (Object.hasOwn(groups, group)) return Object.keys(groups[group as keyof typeof groups]);
  return ['warning', 'critical'];
}

/** The keys of an output, and of a mapping within it. */
function keysOfOutput(key: OutputKey, path: readonly string[]): readonly string[] {
  let schema: unknown = outputRows[key].schema;
  for (const name of path) schema = inner((inner(schema) as z.ZodObject).shape?.[name]);
  return Object.keys((inner(schema) as z.ZodObject).shape ?? {});
}

function inner(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? inner(schema.unwrap()) : schema;
}
