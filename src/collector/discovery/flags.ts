/** Flags by name without dashes: `--a=b`, `--a b` and a bare `--a`, which is `true`; later ones win, as in Go. */
export function readFlags(words: readonly string[]): Record<string, string> {
  const flags: Record<string, string> = {};
  for (const [index, word] of words.entries()) {
    const match = /^--?([a-z][\w-]*)(?:=(.*))?$/s.exec(word);
    const name = match?.[1];
    if (name === undefined) continue;
    const next = words[index + 1];
    flags[name] = match?.[2] ?? (next === undefined || next.startsWith('-') ? 'true' : next);
  }
  return flags;
}

/** The words of a command line, with quotes taken off and nothing expanded. */
export function splitWords(line: string): string[] {
  const words = line.match(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}
