import { diagnostics } from '../src/diagnostics/diagnostics.ts';
import { causes } from '../src/model/causes.ts';
import { checks } from '../src/model/checks.ts';
import { formatDuration, formatValue } from '../src/model/format.ts';
import { metricIds, registry } from '../src/model/registry.ts';
import { keyRows } from '../src/ui/keys/keymap.ts';

/** The README's generated tables by the name of their marker: each comes from the table that the program itself reads. */
export const readmeTables: Readonly<Record<string, () => string>> = {
  keys: () =>
    table(
      ['key', 'does'],
      keyRows().map(({ keys, help }) => [keys.split(' ').map(code).join(' '), help]),
    ),
  diagnostics: () =>
    table(
      ['id', 'what it tells', 'what it asks'],
      diagnostics.map(({ id, title, help }) => [code(id), title, help]),
    ),
  metrics: () =>
    table(
      ['metric', 'warning', 'critical', 'what it is'],
      metricIds.map((id) => {
        const { levels, unit, help, sinceVersion } = registry[id];
        const bound = (value: number | undefined) => (value === undefined ? '' : formatValue(value, unit));
        const since = sinceVersion === undefined ? '' : ` (etcd ${sinceVersion} and later)`;
        return [code(id), bound(levels?.warning), bound(levels?.critical), help + since];
      }),
    ),
  checks: () =>
    table(
      ['check', 'says', 'reads', 'must hold for'],
      checks.map(({ id, title, reads, forSeconds = 0 }) => [
        code(id),
        title,
        reads,
        forSeconds === 0 ? 'at once' : formatDuration(forSeconds),
      ]),
    ),
  causes: () =>
    table(
      ['cause', 'says', 'told by'],
      causes.map(({ id, title, reads }) => [code(id), title, reads]),
    ),
};

/** The text with every `<!-- generated:NAME -->` block filled anew. Throws on a marker that no table answers. */
export function withTables(text: string): string {
  return text.replace(
    /(<!-- generated:(\w+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_, open: string, name: string, close: string) => {
      const make = readmeTables[name];
      if (make === undefined) throw new Error(`README.md: no table is named ${name}`);
      return `${open}${make()}\n${close}`;
    },
  );
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}
