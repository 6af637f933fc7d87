import * as z from 'zod';
import type { AlertNotice } from '../../model/notice.ts';
import { sumOf } from '../delivered.ts';
import type { Output } from '../output.ts';
import { createTold, type Sent } from './alertmanager-told.ts';
import { createDelivery, patienceWith } from './delivery.ts';
import type { OutputContext } from './output-context.ts';
import {
  checkReceiver,
  oneIdentity,
  oneIdentityMessage,
  postTo,
  receiverKeys,
  receiverUrl,
  secondsBetween,
} from './receiver.ts';

const areLabels = (labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([name, value]) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && value !== '');

/** `serve.alertmanager` in the config file. */
export const alertmanagerSchema = z
  .strictObject({
    /** Every Alertmanager of a cluster of them gets every alert. */
    urls: z.preprocess(
      (urls) => (typeof urls === 'string' ? [urls] : urls),
      z.array(receiverUrl).refine(({ length }) => length > 0, 'names none: write one URL, or a list of them'),
    ),
    labels: z
      .record(z.string(), z.string())
      .refine(areLabels, 'need names of letters, digits and _, and values')
      .optional(),
    resend_seconds: secondsBetween(1, 300).optional(),
    ...receiverKeys,
  })
  .refine(oneIdentity, oneIdentityMessage);

export type AlertmanagerConfig = z.infer<typeof alertmanagerSchema>;

/** How many times the resend time an alert lives that nobody sends again: three resends may be lost. */
const lives = 4;
const batch = 64;

/** Sends alerts to every Alertmanager named: when they change, and again while they fire, so that neither its restart nor its time-out ends one. */
export function openAlertmanager(config: AlertmanagerConfig, context: OutputContext): Output {
  checkReceiver('alertmanager', config);
  const resendMs = (config.resend_seconds ?? 60) * 1000;
  const agent = `etcdoc/${context.version}`;
  const deliveries = config.urls.map((base) => {
    const url = alertsUrl(base);
    return createDelivery<Sent>({
      batch,
      patience: patienceWith(config.timeout_seconds),
      send: (alerts, signal) => postTo(config, url, { body: bodyOf(alerts, resendMs) }, agent, signal),
    });
  });
  const told = createTold(context, config.labels ?? {});

  function take(notices: readonly AlertNotice[]): void {
    const parcels = notices.flatMap(told.parcelsOf);
    for (const delivery of deliveries) delivery.take(parcels);
  }

  take(context.board().firing);
  const resend = setInterval(() => {
    told.forgetVanished();
    const parcels = told.firing();
    for (const delivery of deliveries) delivery.take(parcels);
  }, resendMs);

  return {
    id: 'alertmanager',
    take,
    delivered: () => sumOf(deliveries.map((delivery) => delivery.delivered())),
    problem: () => deliveries.map((delivery) => delivery.problem()).find((text) => text !== undefined),
    async close(deadlineMs) {
      clearInterval(resend);
      await Promise.all(deliveries.map((delivery) => delivery.close(deadlineMs)));
    },
  };
}

function bodyOf(alerts: readonly Sent[], resendMs: number): string {
  const until = new Date(Date.now() + lives * resendMs).toISOString();
  return JSON.stringify(alerts.map((alert) => ({ ...alert, endsAt: alert.endsAt ?? until })));
}

function alertsUrl(base: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v2/alerts`;
  return url;
}
