/** What a member answered to HashKV. */
export type Hash = { readonly hash: number; readonly hashRevision: bigint; readonly compactRevision: bigint };

/** Members whose hashes may be compared, by hash; more than one hash is a mismatch. */
export type HashGroup = {
  readonly hashes: readonly { readonly hash: number; readonly labels: readonly string[] }[];
};

/** Hashes are comparable only at the same hash revision and the same compacted revision; servers that do not tell theirs used `asked`. */
export function compareHashes(
  answers: readonly (Hash & { readonly label: string })[],
  asked: bigint,
): readonly HashGroup[] {
  const groups = new Map<string, Map<number, string[]>>();
  for (const { label, hash, hashRevision, compactRevision } of answers) {
    const key = `${hashRevision || asked}/${compactRevision}`;
    const group = groups.get(key) ?? new Map<number, string[]>();
    group.set(hash, [...(group.get(hash) ?? []), label]);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    hashes: [...group].map(([hash, labels]) => ({ hash, labels })),
  }));
}
