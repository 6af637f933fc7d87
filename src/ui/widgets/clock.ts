/** Time of day as HH:MM:SS, UTC like etcd's own log; wall ms. */
export function clockTime(at: number): string {
  return valid(at) ? new Date(at).toISOString().slice(11, 19) : '--:--:--';
}

/** Day and minute, for what may lie days back. */
export function dayTime(at: number): string {
  return valid(at) ? new Date(at).toISOString().slice(0, 16).replace('T', ' ') : '-';
}

function valid(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}
