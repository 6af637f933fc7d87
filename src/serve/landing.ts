import { clean } from '../text/clean.ts';
import { withoutSecrets } from '../text/without-secrets.ts';
import type { Shown } from './page.ts';

/** Members named on the page; a list beyond this length helps nobody. */
const mostMembers = 32;

/** What this daemon is, what it watches, and where the rest is. No script, no style, nothing loaded. */
export function landingPage({ board, version, pages }: Pick<Shown, 'board' | 'version' | 'pages'>): string {
  const { view, scope, node, intervalSeconds } = board;
  const members = (view?.members ?? []).slice(0, mostMembers);
  const watched =
    view === undefined
      ? 'nothing yet: the first sample is under way'
      : `cluster ${view.clusterId ?? 'without a known id'}, ${members.map(({ label }) => label).join(', ') || 'no member found'}`;
  const scopeText = scope === 'local' ? 'the member on this host' : 'the whole cluster';
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>etcdoc</title></head>
<body>
<h1>etcdoc ${safe(version)}</h1>
<p>On ${safe(node)}, watching ${scopeText} every ${intervalSeconds} s: ${safe(watched)}.</p>
<ul>
${pages.map(({ path, about }) => `<li><a href="${path}">${path}</a>: ${about}</li>`).join('\n')}
</ul>
</body>
</html>
`;
}

function safe(text: string): string {
  return withoutSecrets(clean(text.slice(0, 4000)))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
