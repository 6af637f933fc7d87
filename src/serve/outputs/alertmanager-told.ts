import type { AlertNotice } from '../../model/notice.ts';
import { type AlertmanagerAlert, annotationsOf, labelsOf } from './alertmanager-alert.ts';
import type { OutputContext } from './output-context.ts';
import type { Parcel } from './queue.ts';

/** An alert on its way. */
export type Sent = Omit<AlertmanagerAlert, 'endsAt'> & {
  /** Undefined while it fires: it then ends a while after it was last sent, should this daemon be gone. */
  readonly endsAt?: string | undefined;
};

/** What Alertmanager was told to be firing, each alert under the labels it was first sent with. */
export type Told = {
  /** What is to be sent of a notice. */
  readonly parcelsOf: (notice: AlertNotice) => readonly Parcel<Sent>[];
  readonly firing: () => readonly Parcel<Sent>[];
  /** What ended without our being told is another daemon's to end: we stop sending it, and it runs out if nobody else does either. */
  readonly forgetVanished: () => void;
};

export function createTold(context: OutputContext, extra: Readonly<Record<string, string>>): Told {
  /** By the alert's key. */
  const firing = new Map<string, Parcel<Sent>>();

  function firingParcel(notice: AlertNotice, before?: Parcel<Sent>): Parcel<Sent> {
    const labels = before
      ? { ...before.content.labels, severity: extra.severity ?? notice.severity }
      : labelsOf(notice, placeOf(context), extra);
    const startsAt = new Date(notice.alert.raisedAt).toISOString();
    const content = { labels, annotations: annotationsOf(notice, context.node), startsAt };
    return { key: JSON.stringify(labels), state: 'firing', occasion: 'repeated', content };
  }

  return {
    parcelsOf(notice) {
      const { alert, state, occasion } = notice;
      const before = firing.get(alert.key);
      if (state === 'resolved') {
        firing.delete(alert.key);
        return [ended(before ?? firingParcel(notice), new Date(alert.clearedAt ?? notice.at))];
      }
      const parcel = firingParcel(notice, before);
      firing.set(alert.key, parcel);
      // Another severity is another set of labels: the alert under the old ones is over.
      if (before === undefined || before.key === parcel.key) return [{ ...parcel, occasion }];
      return [ended(before, new Date(notice.at)), { ...parcel, occasion: 'raised' }];
    },
    firing: () => [...firing.values()],
    forgetVanished() {
      const present = new Set(context.board().firing.map(({ alert }) => alert.key));
      for (const key of firing.keys()) if (!present.has(key)) firing.delete(key);
    },
  };
}

function ended(parcel: Parcel<Sent>, at: Date): Parcel<Sent> {
  // An alert that ends before it began would be refused.
  const endsAt = new Date(Math.max(at.getTime(), Date.parse(parcel.content.startsAt))).toISOString();
  return { ...parcel, state: 'resolved', occasion: 'cleared', content: { ...parcel.content, endsAt } };
}

function placeOf({ node, board }: OutputContext) {
  return { node, clusterId: board().view?.clusterId };
}
