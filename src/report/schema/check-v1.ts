import * as z from 'zod';
import { causeIds } from '../../model/cause.ts';
import { checkIds } from '../../model/check-id.ts';
import { registry } from '../../model/registry.ts';
import { ruleWords } from '../../model/rules/rule.ts';

const id = z.string().regex(/^[0-9a-f]{1,16}$/);
const count = z.int().nonnegative();
const decimal = z.string().regex(/^\d+$/);
const moment = z.iso.datetime();
const number = z.number().nullable();
const severity = z.enum(['info', 'warning', 'critical']);
const texts = z.array(z.string());
/** Names that grow from release to release: a reader must take one it does not know. */
const name = (known: readonly string[]) =>
  z
    .string()
    .min(1)
    .meta({ examples: [...known] });

const provenance = z.strictObject({
  etcdoc: z.string().min(1).describe('version of the program'),
  host: z.string().describe('where it ran'),
  asked: texts.describe('endpoints and metrics URLs, or the recording'),
  recorded: z.boolean(),
  origin: z.string().optional().describe('where the endpoints come from when no person gave them'),
  samples: count.describe('behind this report; 1 has no rates'),
  rules: name(ruleWords).describe('the rule set that judged'),
});

const cluster = z.strictObject({
  id: id.nullable().describe('hex'),
  version: z.string().nullable().describe('of the lowest reachable member'),
  leader: id.nullable(),
  term: decimal.nullable(),
  revision: decimal.nullable(),
  members: count,
  voters: count.nullable().describe('null, as quorum and canLose, where nobody gave the member list'),
  reachable: count.describe('members that answered anything'),
  quorum: count.nullable().describe('voters needed'),
  canLose: count.nullable().describe('voters that may still fail'),
  alarms: z.array(z.strictObject({ type: z.enum(['NOSPACE', 'CORRUPT', 'UNKNOWN']), member: id, name: z.string() })),
});

const reading = z.strictObject({
  value: number.describe('null when unknown, which is never 0'),
  unit: name([...new Set(Object.values(registry).map(({ unit }) => unit))]),
  level: z.enum(['ok', 'warning', 'critical', 'unknown']),
  unknown: z
    .enum(['down', 'no-metrics', 'not-exposed', 'collecting', 'no-observations', 'not-asked'])
    .optional()
    .describe('why there is no value'),
});

const member = z.strictObject({
  id,
  name: z.string().describe('or the first digits of the id, before it has one'),
  endpoint: z.string(),
  role: z.enum(['leader', 'follower', 'learner', 'unstarted', 'unknown']),
  source: z.enum(['full', 'api-only', 'metrics-only', 'down']).describe('what of it answered'),
  metricsFrom: z
    .string()
    .nullable()
    .describe('its metrics page, or that of the daemon beside it; null without metrics'),
  metricsAgeSeconds: number.describe('since the daemon read them; null where nobody stands between'),
  health: z.string(),
  error: z.string().nullable(),
  version: z.string().nullable(),
  readings: z.record(z.string(), reading).describe('by metric id'),
});

const finding = z.strictObject({
  check: name(checkIds),
  severity,
  subject: z.string().describe('member name, or cluster'),
  value: number,
  threshold: number,
  text: z.string().min(1),
  remedy: z.string(),
  source: z.string(),
});

const cause = z.strictObject({
  cause: name(causeIds),
  subject: z.string().describe('member name, or cluster'),
  confidence: z.enum(['high', 'medium', 'low']),
  severity,
  text: z.string().min(1),
  because: z.array(name(checkIds)).describe('checks whose findings support it'),
  evidence: texts,
  against: z.string().nullable().describe('what was ruled out, and by what'),
  next: texts.describe('what to do, in order'),
  since: moment.nullable(),
});

const drain = z.strictObject({
  member: id,
  name: z.string(),
  answer: z.enum(['yes', 'after', 'wait', 'no', 'unknown']).describe('can it be taken down now?'),
  reasons: texts,
  first: texts.describe('what must be done before'),
});

const blind = z.strictObject({
  check: name(checkIds),
  subject: z.string().describe('member name, or cluster'),
  text: z.string().min(1),
});

/** What the object of `check -o json` holds, whole: what is not here is not printed. */
export const checkV1 = z.strictObject({
  schema: z.literal('etcdoc.check/v1'),
  from: provenance.optional().describe('not in the blocks of top'),
  at: moment,
  windowSeconds: z.number().positive(),
  verdict: z.enum(['healthy', 'degraded', 'unhealthy', 'unknown']),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(3)]),
  cluster,
  members: z.array(member),
  endpoints: z
    .array(z.strictObject({ endpoint: z.string(), error: z.string() }))
    .describe('endpoints that belong to no member'),
  findings: z.array(finding).describe('worst first'),
  causes: z.array(cause).describe('worst first'),
  unmeasured: z.array(blind).describe('what checks could not look at, and why: never a pass'),
  notices: texts.describe('what the program has to say of itself, such as a file that it cannot read'),
  maintenance: z.array(drain),
});

/** An object of `check -o json`. */
export type CheckV1 = Whole<z.infer<typeof checkV1>>;

type Whole<T> = T extends readonly (infer E)[]
  ? readonly Whole<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Whole<T[K]> }
    : T;

/** The JSON Schema of it. Open where the program's own schema is strict, as a later release may add keys. */
export function checkV1JsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(checkV1, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { $schema, title: 'etcdoc check -o json', ...rest };
}
