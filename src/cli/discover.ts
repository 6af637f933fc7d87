import { certificateEnds, unreadCertificates } from '../collector/certificate-ends.ts';
import { advice } from '../collector/discovery/advice.ts';
import { type Discovery, discover } from '../collector/discovery/discover.ts';
import type { Verdict } from '../collector/discovery/verdict.ts';
import { jsonText } from '../report/json-text.ts';
import { wrap } from '../report/wrap.ts';
import { clean } from '../text/clean.ts';
import { checkedHostRoot } from './options/discovered.ts';
import { readSettings } from './options/read-settings.ts';

/** What `discover` was asked for; undefined is "not said". */
export type DiscoverFlags = { readonly output: 'text' | 'json'; readonly hostRoot?: string | undefined };

/** Prints every place where etcd was looked for; exit code 0 when one of them fits. */
export async function discoverHere({ output, hostRoot }: DiscoverFlags): Promise<number> {
  const root = checkedHostRoot(readSettings({ ...(hostRoot !== undefined && { hostRoot }) }, process.env, undefined));
  const discovery = discover({ hostRoot: root, all: true });
  process.stdout.write(output === 'json' ? asJson(discovery, root) : asText(discovery));
  return discovery.chosen === undefined ? 1 : 0;
}

const words: Readonly<Record<Verdict['state'], string>> = {
  parsed: 'found',
  absent: 'absent',
  denied: 'denied',
  'not-etcd': 'no etcd',
  unusable: 'unusable',
};

function asText({ candidates, chosen }: Discovery): string {
  const widest = Math.max(...candidates.map(({ distribution }) => distribution.length));
  const lines = candidates.map(({ distribution, path, verdict }) => {
    const mark = path === chosen?.path && verdict.state === 'parsed' ? '*' : ' ';
    const why = verdict.state === 'parsed' || verdict.state === 'absent' ? '' : `\n      ${clean(verdict.reason)}`;
    return `${mark} ${words[verdict.state].padEnd(8)}  ${clean(distribution).padEnd(widest)}  ${clean(path)}${why}\n`;
  });
  if (chosen === undefined) return `${lines.join('')}\n${wrap(clean(advice(candidates)), 'no etcd found: ')}`;
  const { endpoints, metricsUrls, tls, dataDir, certificateFiles, unreadFiles = [], distribution } = chosen.found;
  const ends = certificateEnds(certificateFiles).map(({ what, notAfter }) => `${what} until ${day(notAfter)}`);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['endpoints', endpoints.join(',')],
    ['metrics', metricsUrls.join(',') || undefined],
    ['cacert', tls.ca],
    ['cert', tls.cert],
    ['key', tls.key],
    ['data', dataDir],
    ...ends.map((text) => ['', text] as const),
    ...unreadCertificates(unreadFiles).map(({ text }) => ['unread', text] as const),
  ];
  const shown = rows.flatMap(([name, value]) => (value === undefined ? [] : `  ${name.padEnd(10)}${clean(value)}\n`));
  return `${lines.join('')}\nfound: ${clean(distribution)}, by ${clean(chosen.path)}\n${shown.join('')}`;
}

function asJson({ candidates, chosen }: Discovery, hostRoot: string): string {
  const report = {
    schema: 'etcdoc.discover/v1',
    hostRoot,
    chosen: chosen === undefined ? null : { path: chosen.path, ...chosen.found },
    certificates: certificateEnds(chosen?.found.certificateFiles ?? []).map(({ what, notAfter }) => ({
      what,
      notAfter: new Date(notAfter).toISOString(),
    })),
    advice: chosen === undefined ? advice(candidates) : null,
    candidates: candidates.map(({ distribution, path, verdict }) => ({
      distribution,
      path,
      state: verdict.state,
      reason: verdict.state === 'parsed' ? null : verdict.reason,
      found: verdict.state === 'parsed' ? verdict.found : null,
    })),
  };
  return `${jsonText(report, 2)}\n`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
