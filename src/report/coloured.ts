const tones: Readonly<Record<string, string>> = {
  UNHEALTHY: '1;31',
  DEGRADED: '1;33',
  HEALTHY: '1;32',
  UNKNOWN: '1;35',
  CRIT: '31',
  WARN: '33',
  PART: '33',
  PASS: '32',
};
const words = new RegExp(`^((?: {2}(?:\\d+\\. )?)?)(${Object.keys(tones).join('|')})(?=[ :,])`, 'gm');

/** A report for a terminal with colours: they repeat what the words say, and add nothing. */
export function coloured(report: string): string {
  return report
    .replace(words, (_, lead: string, word: string) => `${lead}\x1b[${tones[word]}m${word}\x1b[0m`)
    .replace(/^[A-Z]+(?: [A-Z]+)*$/gm, '\x1b[1m$&\x1b[0m');
}
