import type { DiagnosticResult } from '../model/diagnostic.ts';
import type { MemberView } from '../model/view.ts';
import { errorMessage } from '../text/error-message.ts';
import { withDeadline } from './deadline.ts';
import type { Diagnostic, DiagnosticContext } from './diagnostic.ts';
import { type Answer, eachMember } from './each-member.ts';
import { compareHashes, type Hash, type HashGroup } from './hash-groups.ts';

type Asked<T> = { readonly value: T } | { readonly error: string };

/** A hash reads the whole database: it may take this many times the usual deadline. */
const hashPatience = 12;

/** Whether all voters hold the same data: their hashes at one revision that every one of them has. */
export const hashKv: Diagnostic = {
  id: 'hashkv',
  title: 'Same data on all members',
  effect: 'read',
  help: 'Compares the hash of the whole key space at one revision; each member reads its database once, which takes seconds per GiB.',
  async *run(context) {
    const voters = context.view.members.filter((member) => member.role !== 'learner' && member.role !== 'unstarted');
    const revisions = yield* eachMember(voters, context, (member) => ask(context, () => revisionOf(member, context)));
    if (!revisions) return;
    const revision = revisions.reduce<bigint | undefined>((least, { value }) => {
      if (!('value' in value)) return least;
      return least === undefined || value.value < least ? value.value : least;
    }, undefined);
    if (revision === undefined) {
      yield { kind: 'result', result: unreachable(revisions) };
      return;
    }
    const reached = revisions.filter(({ value }) => 'value' in value).map(({ member }) => member);
    const patient = { ...context, deadlineMs: context.deadlineMs * hashPatience };
    const hashes = yield* eachMember(reached, context, (member) =>
      ask(patient, () => context.client(member.id).hashKv(revision, patient.deadlineMs, context.signal)),
    );
    if (!hashes) return;
    const silent = revisions.filter(({ value }) => !('value' in value));
    yield { kind: 'result', result: conclude(revision, [...hashes, ...silent] as Answer<Asked<Hash>>[], context) };
  },
};

async function ask<T>({ deadlineMs, signal }: DiagnosticContext, call: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { value: await withDeadline(call(), deadlineMs, signal) };
  } catch (error) {
    return { error: errorMessage(error) };
  }
}

async function revisionOf(member: MemberView, { client, deadlineMs, signal }: DiagnosticContext): Promise<bigint> {
  return (await client(member.id).status(deadlineMs, signal)).status.revision;
}

function unreachable(answers: readonly Answer<Asked<bigint>>[]): DiagnosticResult {
  return {
    id: 'hashkv',
    verdict: 'unknown',
    summary: 'no voting member told its revision',
    notes: answers.map(({ member, value }) => `${member.label}: ${'error' in value ? value.error : ''}`),
    data: { revision: null, members: [] },
  };
}

function conclude(
  revision: bigint,
  answers: readonly Answer<Asked<Hash>>[],
  { view }: DiagnosticContext,
): DiagnosticResult {
  const groups = compareHashes(
    answers.flatMap(({ member, value }) => ('value' in value ? [{ label: member.label, ...value.value }] : [])),
    revision,
  );
  const failed = answers.filter(({ value }) => 'error' in value);
  const mismatched = groups.filter((group) => group.hashes.length > 1);
  return {
    id: 'hashkv',
    verdict: verdictOf(mismatched, groups, failed.length),
    summary: summaryOf(revision, mismatched, groups, failed),
    table: {
      columns: ['MEMBER', 'HASH', 'REVISION', 'COMPACTED'],
      rows: answers.map(({ member, value }) =>
        'value' in value
          ? [
              member.label,
              hex(value.value.hash),
              String(value.value.hashRevision || revision),
              value.value.compactRevision > 0n ? String(value.value.compactRevision) : 'never',
            ]
          : [member.label, 'failed', '-', '-'],
      ),
    },
    notes: [
      ...failed.map(({ member, value }) => `${member.label}: ${'error' in value ? value.error : ''}`),
      ...(groups.length > 1
        ? ['A compaction ran meanwhile: only hashes with the same compacted revision are compared; run it again.']
        : []),
      ...(mismatched.length > 0
        ? ['Do not restart or compact members that differ: find out which one is right, then replace the others.']
        : []),
      ...view.members
        .filter(({ role }) => role === 'learner')
        .map(({ label }) => `${label} is a learner: it refuses the call and is left out.`),
    ],
    data: { revision: String(revision), members: answers.map(dataOf) },
  };
}

function verdictOf(mismatched: readonly HashGroup[], groups: readonly HashGroup[], failed: number) {
  if (mismatched.length > 0) return 'critical';
  if (groups.length === 0) return 'unknown';
  return failed > 0 || groups.length > 1 ? 'warning' : 'ok';
}

function summaryOf(
  revision: bigint,
  mismatched: readonly HashGroup[],
  groups: readonly HashGroup[],
  failed: readonly { readonly member: MemberView }[],
): string {
  if (mismatched.length > 0) {
    const sides = mismatched.flatMap((group) => group.hashes.map(({ labels }) => labels.join(', ')));
    return `members hold different data at revision ${revision}: ${sides.join(' against ')}`;
  }
  const missing = failed.length > 0 ? `; not compared: ${failed.map(({ member }) => member.label).join(', ')}` : '';
  if (groups.length === 0) return `no member gave a hash at revision ${revision}${missing}`;
  if (groups.length > 1) return `hashes could not all be compared at revision ${revision}${missing}`;
  const count = groups[0]?.hashes[0]?.labels.length ?? 0;
  return `${count} ${count === 1 ? 'member has one hash' : 'members have the same hash'} at revision ${revision}${missing}`;
}

function dataOf({ member, value }: Answer<Asked<Hash>>) {
  const identity = { member: member.id, name: member.label };
  if ('error' in value) return { ...identity, error: value.error };
  const { hash, hashRevision, compactRevision } = value.value;
  return { ...identity, hash, hashRevision: String(hashRevision), compactRevision: String(compactRevision) };
}

const hex = (hash: number) => hash.toString(16).padStart(8, '0');
