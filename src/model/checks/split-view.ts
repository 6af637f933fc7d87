import { total } from '../series-index.ts';
import { memberAt } from '../stretch.ts';
import type { MemberView } from '../view.ts';
import { blindCluster, needsHistory } from './blind.ts';
import type { Check, CheckContext } from './check.ts';
import { ofCluster } from './finding-of.ts';

/** What members say within one tick is read a moment apart: only what one has said for so long is held against the others. */
const settledSeconds = 3;

/** Members that see different clusters. */
export const splitViewCheck: Check = {
  id: 'split-view',
  title: 'members disagree',
  reads: 'leader and term in the Status of each member; etcd_network_known_peers (3.6)',
  forSeconds: 5,
  clearSeconds: 10,
  evaluate: (facts, context) =>
    [
      ...disagreement(facts.members, context, (member) => leaderAt(member, facts.members, context), leaderText),
      ...disagreement(facts.members, context, (member) => knownAt(member, context), knownText),
    ].slice(0, 1),
  blind: ({ members }, { history, number }) => {
    if (members.length < 2) return [];
    if (members.filter(({ access }) => access !== 'down').length < 2)
      return [blindCluster('split-view', 'needs the answers of two members')];
    const from = history.comparableFrom(number);
    if (number === from) return [blindCluster('split-view', 'needs a second sample')];
    const seen = ((history.at(number)?.mono ?? 0) - (history.at(from)?.mono ?? 0)) / 1000;
    return seen >= settledSeconds ? [] : [blindCluster('split-view', needsHistory(settledSeconds - seen))];
  },
};

/** What one member says at sample `number`: equal texts are the same view. */
type Saying = (number: number) => string | undefined;

function disagreement(
  members: readonly MemberView[],
  context: CheckContext,
  sayingOf: (member: MemberView) => Saying,
  textOf: (view: string) => string,
) {
  const groups = new Map<string, MemberView[]>();
  for (const member of members) {
    const said = settled(sayingOf(member), context);
    if (said === undefined) continue;
    const group = groups.get(said);
    if (group) group.push(member);
    else groups.set(said, [member]);
  }
  if (groups.size < 2) return [];
  const parts = [...groups].sort(([, a], [, b]) => b.length - a.length);
  const leaders = parts.filter(([view]) => view.startsWith('leader ')).length;
  return [
    ofCluster('split-view', {
      severity: leaders > 1 ? 'critical' : 'warning',
      value: groups.size,
      unit: 'count',
      text: parts.map(([view, of]) => `${of.map(({ label }) => label).join(', ')} ${textOf(view)}`).join('; '),
      remedy: 'Look at the peer network between these members, both ways, and at their peer URLs and certificates.',
      source: 'Status of each member, read within one tick',
    }),
  ];
}

/** What a member says now, if it said so in every sample of the last seconds. */
function settled(saying: Saying, { history, number }: CheckContext): string | undefined {
  const now = saying(number);
  const sample = history.at(number);
  if (now === undefined || !sample) return undefined;
  for (let at = number - 1; at >= history.comparableFrom(number); at--) {
    if (saying(at) !== now) return undefined;
    if (sample.mono - (history.at(at)?.mono ?? 0) >= settledSeconds * 1000) return now;
  }
  return undefined;
}

function leaderAt({ id }: MemberView, members: readonly MemberView[], { history }: CheckContext): Saying {
  return (number) => {
    const status = memberAt(history, number, id)?.status;
    if (!status) return undefined;
    const { leaderId, term } = status;
    if (leaderId === undefined) return 'none';
    return `leader ${members.find((member) => member.id === leaderId)?.label ?? leaderId} at term ${term}`;
  };
}

/** How many members it knows, itself included; only 3.6 and later say. */
function knownAt({ id }: MemberView, { history }: CheckContext): Saying {
  return (number) => {
    const page = memberAt(history, number, id)?.metrics;
    const known = page && total(page.set, 'etcd_network_known_peers');
    return known === undefined ? undefined : `${known} members`;
  };
}

const leaderText = (view: string) => (view === 'none' ? 'see no leader' : `see ${view}`);
const knownText = (view: string) => `know ${view}`;
