import { createHash } from 'node:crypto';
import type { AlertNotice } from '../../model/notice.ts';
import { messageOf, outgoing, upToBytes } from './alert-text.ts';

/** What an Event is about. */
export type Regarding =
  | { readonly kind: 'Node'; readonly apiVersion: 'v1'; readonly name: string; readonly uid: string }
  | {
      readonly kind: 'Pod';
      readonly apiVersion: 'v1';
      readonly name: string;
      readonly namespace: string;
      readonly uid?: string | undefined;
    };

/** An Event that says one notice; the fields of events.k8s.io/v1 that the API server asks for. */
export type KubernetesEvent = ReturnType<typeof eventOf>;

/** The API's own bounds on a note (bytes) and on the name of who reports. */
const noteBytes = 1024;
const instanceBytes = 128;

/** The namespace that an Event lies in: that of its object; `default` for an object that has none. */
export const namespaceOf = (regarding: Regarding): string =>
  regarding.kind === 'Pod' ? regarding.namespace : 'default';

/** The Event of a notice. Its name comes from what it says, so that sending it twice makes one Event. */
export function eventOf<Object extends Regarding>(
  notice: AlertNotice,
  regarding: Object,
  { node, instance }: { node: string; instance: string },
) {
  const { alert, state, at, cause } = notice;
  const said = createHash('sha256')
    .update(JSON.stringify([node, alert.key, state, notice.occasion, at]))
    .digest('hex');
  const firing = state === 'firing';
  const because = firing && cause ? `; ${outgoing(`${cause.cause}: ${cause.text}`)}` : '';
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: `etcdoc.${said.slice(0, 24)}`, namespace: namespaceOf(regarding) },
    // The API takes six digits of a second, no fewer.
    eventTime: new Date(at).toISOString().replace('Z', '000Z'),
    reportingController: 'etcdoc',
    reportingInstance: upToBytes(instance, instanceBytes),
    action: firing ? 'Alert' : 'Resolve',
    reason: firing ? 'EtcdAlert' : 'EtcdAlertResolved',
    regarding,
    note: upToBytes(`${notice.severity} ${alert.check}: ${messageOf(notice, node)}${because}`, noteBytes),
    type: firing ? 'Warning' : 'Normal',
  } as const;
}
