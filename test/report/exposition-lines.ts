/** The series of an exposition by their exact text (`name{label="value"}`); throws where one is given twice. */
export function seriesOf(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const at = line.lastIndexOf(' ');
    const key = line.slice(0, at);
    if (series.has(key)) throw new Error(`twice: ${key}`);
    series.set(key, Number(line.slice(at + 1)));
  }
  return series;
}

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const sample = new RegExp(`^(${name})(\\{${label}(?:,${label})*\\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)$`);
const reserved = /_(total|created|count|sum|bucket|gcount|gsum)$/;

/** What an exposition breaks of OpenMetrics 1.0 as far as gauges and counters go: one line per fault. */
export function openMetricsFaults(text: string): string[] {
  const faults: string[] = [];
  if (!text.endsWith('\n# EOF\n')) faults.push('does not end with # EOF and a line break');
  const seen = new Set<string>();
  const given = new Set<string>();
  let family = '';
  let type = '';
  let typed = false;
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const [, word, named = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === 'HELP') {
      if (seen.has(named)) faults.push(`${named} is interrupted or given twice`);
      if (/(?<!\\)(?:\\\\)*\\[^\\"n]|(?<!\\)"/.test(rest)) faults.push(`help of ${named} is not escaped`);
      seen.add(named);
      [family, type, typed] = [named, '', false];
    } else if (word === 'TYPE') {
      if (named !== family) faults.push(`type of ${named} without its help`);
      if (rest !== 'gauge' && rest !== 'counter') faults.push(`${named} is of the type ${rest}`);
      if (reserved.test(named)) faults.push(`${named} ends in a word that is reserved`);
      [type, typed] = [rest, true];
    } else {
      const [, metric = '', labels = ''] = sample.exec(line) ?? [];
      if (metric === '') faults.push(`not a line: ${line}`);
      else if (!typed || metric !== (type === 'counter' ? `${family}_total` : family))
        faults.push(`${metric} stands under ${family}`);
      if (given.has(metric + labels)) faults.push(`twice: ${metric}${labels}`);
      given.add(metric + labels);
    }
  }
  return faults;
}
