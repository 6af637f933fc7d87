import * as z from 'zod';

// The fields of the Prometheus operator's ServiceMonitor and PrometheusRule (monitoring.coreos.com/v1), their types and patterns as its
// API reference gives them. What is not written here is refused: a field that is new to the manifests is to be looked up first.

const duration = z
  .string()
  .regex(/^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$/)
  .min(1);
const text = z.record(z.string(), z.string());
const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
const secretKey = z.strictObject({ name: z.string(), key: z.string(), optional: z.boolean().optional() });
const secretOrConfigMap = z.strictObject({ secret: secretKey.optional(), configMap: secretKey.optional() });

const metadata = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/),
  namespace: z.string().optional(),
  labels: text.optional(),
  annotations: text.optional(),
});

const relabeling = z.strictObject({
  sourceLabels: z.array(labelName).optional(),
  separator: z.string().optional(),
  targetLabel: z.string().optional(),
  regex: z.string().optional(),
  modulus: z.int().optional(),
  replacement: z.string().optional(),
  action: z
    .enum(['replace', 'keep', 'drop', 'hashmod', 'labelmap', 'labeldrop', 'labelkeep', 'lowercase', 'uppercase'])
    .optional(),
});

const endpoint = z.strictObject({
  port: z.string().optional(),
  targetPort: z.union([z.string(), z.int()]).optional(),
  path: z.string().optional(),
  scheme: z.enum(['http', 'https']).optional(),
  params: z.record(z.string(), z.array(z.string())).optional(),
  interval: duration.optional(),
  scrapeTimeout: duration.optional(),
  tlsConfig: z
    .strictObject({
      ca: secretOrConfigMap.optional(),
      serverName: z.string().optional(),
      insecureSkipVerify: z.boolean().optional(),
    })
    .optional(),
  authorization: z.strictObject({ type: z.string().optional(), credentials: secretKey.optional() }).optional(),
  honorLabels: z.boolean().optional(),
  honorTimestamps: z.boolean().optional(),
  relabelings: z.array(relabeling).optional(),
  metricRelabelings: z.array(relabeling).optional(),
  followRedirects: z.boolean().optional(),
});

const serviceMonitor = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('ServiceMonitor'),
  metadata,
  spec: z.strictObject({
    jobLabel: z.string().optional(),
    targetLabels: z.array(z.string()).optional(),
    podTargetLabels: z.array(z.string()).optional(),
    endpoints: z.array(endpoint),
    selector: z.strictObject({
      matchLabels: text.optional(),
      matchExpressions: z
        .array(
          z.strictObject({
            key: z.string(),
            operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
            values: z.array(z.string()).optional(),
          }),
        )
        .optional(),
    }),
    namespaceSelector: z
      .strictObject({ any: z.boolean().optional(), matchNames: z.array(z.string()).optional() })
      .optional(),
    sampleLimit: z.int().optional(),
    attachMetadata: z.strictObject({ node: z.boolean().optional() }).optional(),
  }),
});

const rule = z.strictObject({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: z.union([z.string(), z.int()]),
  for: duration.optional(),
  keep_firing_for: duration.optional(),
  labels: text.optional(),
  annotations: text.optional(),
});

const prometheusRule = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PrometheusRule'),
  metadata,
  spec: z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string().min(1),
        interval: duration.optional(),
        rules: z.array(rule),
        limit: z.int().optional(),
      }),
    ),
  }),
});

/** The operator's kinds, by their name. */
export const operatorKinds = { ServiceMonitor: serviceMonitor, PrometheusRule: prometheusRule } as const;
