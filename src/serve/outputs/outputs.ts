import type * as z from 'zod';
import type { Output } from '../output.ts';
import { alertmanagerSchema, openAlertmanager } from './alertmanager.ts';
import { kubernetesEventsSchema, openKubernetesEvents } from './kubernetes-events.ts';
import type { OutputContext } from './output-context.ts';
import { openWebhook, webhookSchema } from './webhook.ts';

/** ★ The outputs, by their key under `serve:` in the config file: what may stand there, and what opens it. */
export const outputRows = {
  kubernetes_events: { schema: kubernetesEventsSchema, open: openKubernetesEvents },
  alertmanager: { schema: alertmanagerSchema, open: openAlertmanager },
  webhook: { schema: webhookSchema, open: openWebhook },
} as const satisfies Record<string, OutputRow>;

type OutputRow = { readonly schema: z.ZodObject; readonly open: (config: never, context: OutputContext) => Output };

export type OutputKey = keyof typeof outputRows;

export const outputKeys = Object.keys(outputRows) as readonly OutputKey[];

/** What the config file says of each output; without a word it is off. */
export type OutputsConfig = {
  readonly [Key in OutputKey]?: z.infer<(typeof outputRows)[Key]['schema']> | null | undefined;
};

type Configured = { readonly [Key in OutputKey]: NonNullable<OutputsConfig[Key]> };

const rows: {
  readonly [Key in OutputKey]: { readonly open: (config: Configured[Key], context: OutputContext) => Output };
} = outputRows;

/** Opens every output that is configured; throws an OutputError, and then holds none open. */
export function openOutputs(config: OutputsConfig, context: OutputContext): readonly Output[] {
  const opened: Output[] = [];
  try {
    for (const key of outputKeys) {
      const output = openOne(key, config[key], context);
      if (output) opened.push(output);
    }
    return opened;
  } catch (error) {
    for (const output of opened) void output.close(0);
    throw error;
  }
}

function openOne<Key extends OutputKey>(key: Key, config: OutputsConfig[Key], context: OutputContext) {
  return config === undefined || config === null ? undefined : rows[key].open(config as Configured[Key], context);
}
