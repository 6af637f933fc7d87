/** Whether what is said every `everySeconds` is due, by monotonic ms: half an interval early counts, a whole one late would show. Never said is due. */
export function isDue(
  mono: number,
  lastMono: number | undefined,
  everySeconds: number,
  intervalSeconds: number,
): boolean {
  return lastMono === undefined || mono - lastMono >= everySeconds * 1000 - intervalSeconds * 500;
}
