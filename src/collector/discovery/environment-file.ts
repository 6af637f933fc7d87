/**
 * The assignments of an environment file, of systemd or of a shell, read without a shell: `export` is passed over, quotes are taken off,
 * a value that would need a shell (`$(...)`, backquotes) is left out, `$NAME` is what was assigned before.
 */
export function readEnvironment(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.replace(/\\\r?\n/g, '').split(/\r?\n|\r/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    const name = match?.[1];
    if (name === undefined) continue;
    const value = unquoted((match?.[2] ?? '').trim(), values);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function unquoted(text: string, known: Readonly<Record<string, string>>): string | undefined {
  const single = /^'([^']*)'/.exec(text);
  if (single) return single[1];
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  const plain = double ? (double[1] ?? '').replace(/\\(["\\$`])/g, '$1') : text.replace(/\s+#.*$/, '').trim();
  if (/\$\(|`/.test(plain)) return undefined;
  return plain.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, bare) => known[braced ?? bare] ?? whole);
}
