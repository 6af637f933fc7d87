/** A value and where it came from: `--cacert`, `ETCDCTL_CACERT`, `/etc/etcdoc/config.yaml line 3 (etcd.ca_file)` or `default`. */
export type Sourced<T> = { readonly value: T; readonly from: string; readonly rank: Rank };

/** Precedence, highest wins; sources of one rank are equals. */
export type Rank = 0 | 1 | 2 | 3 | 4;

export const ranks = { flag: 4, etcdoc: 3, etcdctl: 2, config: 1, fallback: 0 } as const satisfies Record<string, Rank>;
