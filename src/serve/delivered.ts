/** Notices delivered to an output, given up after every retry, or dropped because its queue was full. */
export type Delivered = { readonly sent: number; readonly failed: number; readonly dropped: number };

/** All of them together; none without any. */
export function sumOf(all: readonly Delivered[]): Delivered {
  const total = { sent: 0, failed: 0, dropped: 0 };
  for (const { sent, failed, dropped } of all) {
    total.sent += sent;
    total.failed += failed;
    total.dropped += dropped;
  }
  return total;
}
