import * as z from 'zod';
import { entryOf } from '../../report/alert-line.ts';
import { logLine } from '../../report/log-line.ts';
import type { Output } from '../output.ts';
import { createDelivery, patienceWith } from './delivery.ts';
import type { OutputContext } from './output-context.ts';
import { parcelOf } from './queue.ts';
import { checkReceiver, oneIdentity, oneIdentityMessage, postTo, receiverKeys, receiverUrl } from './receiver.ts';

/** `serve.webhook` in the config file. */
export const webhookSchema = z
  .strictObject({ url: receiverUrl, ...receiverKeys })
  .refine(oneIdentity, oneIdentityMessage);

export type WebhookConfig = z.infer<typeof webhookSchema>;

/** Posts each notice on its own: the very object of its alert line, whatever form the lines on stdout have. */
export function openWebhook(config: WebhookConfig, { node, version }: OutputContext): Output {
  checkReceiver('webhook', config);
  const url = new URL(config.url);
  const delivery = createDelivery<string>({
    batch: 1,
    patience: patienceWith(config.timeout_seconds),
    send: ([line = ''], signal) => postTo(config, url, { body: line }, `etcdoc/${version}`, signal),
  });
  return {
    ...delivery,
    id: 'webhook',
    take: (notices) =>
      delivery.take(notices.map((notice) => parcelOf(notice, logLine(entryOf(notice, node), 'json').trimEnd()))),
  };
}
