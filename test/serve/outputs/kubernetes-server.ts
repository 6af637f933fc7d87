import { mkdtempSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from 'kubernetes-types/events/v1.js';
import { createAuthority, serverCertificate, writeAuthority } from '../../lab/certificates.ts';
import { removeAtExit, removeDirectory } from '../../lab/children.ts';
import { listen } from '../../lab/listen.ts';

export type KubernetesServer = {
  /** What the kubelet gives a pod: where the server is, and the folder with token and CA. */
  readonly environment: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly events: () => readonly Event[];
  /** What was refused, in the server's words. */
  readonly refusals: readonly string[];
  /** Puts another token in the folder, the only one that is good from now on. */
  readonly renewToken: (token: string) => void;
  /** Answers so many requests with 500 after it has done what they ask: the answer is what fails. */
  readonly failAfterwards: (requests: number) => void;
  readonly close: () => Promise<void>;
};

/**
 * A stand-in for the Kubernetes API server, over TLS, which takes Events and nothing else. Debian has no kube-apiserver: this one keeps
 * the rules that the real one has for objects of events.k8s.io/v1, and refuses fields that the type does not know.
 */
export async function startKubernetes(): Promise<KubernetesServer> {
  const serviceAccount = mkdtempSync(join(tmpdir(), 'etcdoc-account-'));
  removeAtExit(serviceAccount);
  const authority = await createAuthority();
  writeAuthority(serviceAccount, authority);
  let good = 'first-token';
  const renewToken = (token: string) => {
    good = token;
    writeFileSync(join(serviceAccount, 'token'), token);
  };
  renewToken(good);
  writeFileSync(join(serviceAccount, 'ca.crt'), authority.pem);
  const stored = new Map<string, Event>();
  const refusals: string[] = [];
  let failures = 0;

  const server = createServer(await serverCertificate(authority), async (request, response) => {
    const answer = (code: number, body: object) =>
      void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = (code: number, message: string) => {
      refusals.push(`${code} ${message}`);
      answer(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code });
    };
    const text = await textOf(request);
    if (request.headers.authorization !== `Bearer ${good}`) return refuse(401, 'Unauthorized');
    const namespace = /^\/apis\/events\.k8s\.io\/v1\/namespaces\/([^/?]+)\/events$/.exec(request.url ?? '')?.[1];
    if (request.method !== 'POST' || namespace === undefined)
      return refuse(404, 'the server could not find the requested resource');
    if (request.headers['content-type'] !== 'application/json') return refuse(415, 'unsupported media type');
    const event = JSON.parse(text) as Event;
    const wrong = mistakesIn(event, namespace);
    if (wrong.length > 0) return refuse(422, `Event is invalid: ${wrong.join(', ')}`);
    const name = `${namespace}/${event.metadata?.name}`;
    if (stored.has(name)) return refuse(409, `events.events.k8s.io "${name}" already exists`);
    stored.set(name, event);
    if (failures > 0) {
      failures -= 1;
      return refuse(500, 'etcdserver: request timed out');
    }
    answer(201, event);
  });
  const listening = await listen(server, 'https');
  return {
    environment: { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(listening.port) },
    ...{ serviceAccount, refusals, renewToken },
    events: () => [...stored.values()],
    failAfterwards: (requests) => {
      failures = requests;
    },
    async close() {
      await listening.close();
      removeDirectory(serviceAccount);
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

const fields: Readonly<Record<keyof Event, true>> = {
  ...{
    action: true,
    apiVersion: true,
    deprecatedCount: true,
    deprecatedFirstTimestamp: true,
    deprecatedLastTimestamp: true,
  },
  ...{ deprecatedSource: true, eventTime: true, kind: true, metadata: true, note: true, reason: true, regarding: true },
  ...{ related: true, reportingController: true, reportingInstance: true, series: true, type: true },
};
const referenceFields = ['apiVersion', 'fieldPath', 'kind', 'name', 'namespace', 'resourceVersion', 'uid'];
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What the API server would say of an Event that is created. */
function mistakesIn(event: Event, namespace: string): string[] {
  const { metadata, regarding, note = '', type = '', deprecatedSource } = event;
  const text = (value: string | undefined, most: number) => value !== undefined && value !== '' && value.length <= most;
  const rules: readonly (readonly [string, boolean])[] = [
    ['unknown field', Object.keys(event).every((key) => Object.hasOwn(fields, key))],
    ['unknown field of regarding', Object.keys(regarding ?? {}).every((key) => referenceFields.includes(key))],
    ['apiVersion and kind', event.apiVersion === 'events.k8s.io/v1' && event.kind === 'Event'],
    ['metadata.name', (metadata?.name ?? '').length <= 253 && subdomain.test(metadata?.name ?? '')],
    ['metadata.namespace', metadata?.namespace === namespace && subdomain.test(namespace)],
    ['eventTime', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(event.eventTime)],
    [
      'reportingController',
      /^([a-z0-9.-]+\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(event.reportingController ?? ''),
    ],
    ['reportingInstance', text(event.reportingInstance, 128)],
    ['action', text(event.action, 128)],
    ['reason', text(event.reason, 128)],
    ['note', Buffer.byteLength(note) <= 1024],
    ['type', type === 'Normal' || type === 'Warning'],
    [
      'involvedObject.namespace',
      regarding?.namespace === undefined ? ['default', 'kube-system'].includes(namespace) : true,
    ],
    ['series.count', event.series === undefined || event.series.count >= 2],
    ['deprecated fields', deprecatedSource === undefined && event.deprecatedCount === undefined],
    ['deprecated times', (event.deprecatedFirstTimestamp ?? event.deprecatedLastTimestamp) === undefined],
  ];
  return rules.filter(([, kept]) => !kept).map(([name]) => name);
}
