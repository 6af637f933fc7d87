/** Milliseconds to wait after so many failures in a row: doubling up to a bound, and less by chance, so that daemons do not knock together. */
export function backoffMs(failures: number, { firstMs, mostMs }: Backoff, chance: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return full * (0.5 + 0.5 * chance);
}

export type Backoff = { readonly firstMs: number; readonly mostMs: number };

/** Milliseconds that a Retry-After header asks for, as a number of seconds or a date; undefined when it is neither. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // A number with a sign or a fraction is a date to Date.parse.
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
