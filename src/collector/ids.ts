/** An etcd id as etcdctl prints it: lower-case hex without leading zeros; undefined for 0, which is nobody. */
export function hexId(id: bigint): string | undefined {
  return id === 0n ? undefined : id.toString(16);
}
