import { join } from 'node:path';
import * as z from 'zod';
import type { AlertNotice } from '../../model/notice.ts';
import { hostPort } from '../../text/host.ts';
import type { Output } from '../output.ts';
import { createDelivery, patienceWith } from './delivery.ts';
import { eventOf, type KubernetesEvent, namespaceOf, type Regarding } from './kubernetes-event.ts';
import type { OutputContext } from './output-context.ts';
import { OutputError } from './output-error.ts';
import { parcelOf } from './queue.ts';
import { checkReceiver, postTo, timeoutKeys } from './receiver.ts';

const id = 'kubernetes_events';

/** `serve.kubernetes_events` in the config file. */
export const kubernetesEventsSchema = z.strictObject({
  object: z.enum(['node', 'pod']).optional(),
  ...timeoutKeys,
});

export type KubernetesEventsConfig = z.infer<typeof kubernetesEventsSchema>;

const mounted = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The API server forgets an Event after an hour: what lasts is said again before. */
const repeatMs = 30 * 60_000;

/** Makes Events on the node, or on the pod, with the pod's own account. That the API server fails is to be expected: it stands on the etcd that ails. */
export function openKubernetesEvents(config: KubernetesEventsConfig, context: OutputContext): Output {
  const { node, version, environment } = context;
  const directory = context.serviceAccount ?? mounted;
  const account = { bearer_token_file: join(directory, 'token'), ca_file: join(directory, 'ca.crt') };
  const server = serverUrl(environment);
  const regarding = regardingOf(config.object ?? 'node', context);
  checkReceiver(id, account);
  const url = new URL(`/apis/events.k8s.io/v1/namespaces/${namespaceOf(regarding)}/events`, server);
  const reporter = { node, instance: environment.POD_NAME || node };
  const delivery = createDelivery<KubernetesEvent>({
    batch: 1,
    patience: patienceWith(config.timeout_seconds),
    // 409: an earlier attempt arrived, only its answer did not.
    send: ([event], signal) =>
      postTo(account, url, { body: JSON.stringify(event), alsoGood: [409] }, `etcdoc/${version}`, signal),
  });
  /** Wall ms at which an alert that fires was last said, by its key. */
  const saidAt = new Map<string, number>();

  function isNews({ alert: { key }, state, occasion, at }: AlertNotice): boolean {
    const last = saidAt.get(key);
    if (state === 'resolved') saidAt.delete(key);
    else if (occasion === 'repeated' && last !== undefined && at - last < repeatMs) return false;
    else saidAt.set(key, at);
    return true;
  }

  return {
    ...delivery,
    id,
    take: (notices) =>
      delivery.take(notices.filter(isNews).map((notice) => parcelOf(notice, eventOf(notice, regarding, reporter)))),
  };
}

function serverUrl(environment: OutputContext['environment']): URL {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  if (host === '')
    throw new OutputError(id, 'KUBERNETES_SERVICE_HOST is not set', 'run in a pod, or remove it outside Kubernetes');
  const text = `https://${hostPort(host, port || '443')}`;
  if (!URL.canParse(text)) throw new OutputError(id, `${host}:${port} is no address of an API server`);
  return new URL(text);
}

function regardingOf(object: 'node' | 'pod', { node, environment }: OutputContext): Regarding {
  const { NODE_NAME, POD_NAME, POD_NAMESPACE, POD_UID } = environment;
  // The kubelet's own Events name the node as its uid, which is where `kubectl describe node` looks.
  if (object === 'node') {
    const name = NODE_NAME || node;
    return { kind: 'Node', apiVersion: 'v1', name, uid: name };
  }
  if (!POD_NAME || !POD_NAMESPACE)
    throw new OutputError(`${id}.object`, 'POD_NAME and POD_NAMESPACE are not set', 'give them by the downward API');
  return { kind: 'Pod', apiVersion: 'v1', name: POD_NAME, namespace: POD_NAMESPACE, ...(POD_UID && { uid: POD_UID }) };
}
