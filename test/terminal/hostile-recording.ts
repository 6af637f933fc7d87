import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { fixture } from './top.ts';

type Recorded = {
  readonly sample?: {
    readonly members: { name: string; error?: string; status?: { version: string; errors: string[] } }[];
    marks?: { at: number; text: string }[];
    readonly at: number;
  };
};

const esc = '\x1b';

/** What would retitle the window, clear and recolour the screen, move the cursor, ring, reorder and hide, if it were obeyed. */
export const hostile = [
  `${esc}]0;taken over\x07${esc}[2J${esc}[31;41mred`,
  `\u009b2Jc1\u009d0;taken over\u009c${esc}[5;5Hmoved${esc}[?25h${esc}[?1049l\r\n\t\b`,
  `\u202eright to left\u2066 zero\u200bwidth\u200d\ufeff 成員 ｗｉｄｅ 👩‍👩‍👧 e\u0301\u0301`,
] as const;

/** The path of a recording of a killed member in which every name, version, error and mark is hostile; deleted when the test is over. */
export function hostileRecording(): string {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-hostile-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'hostile.ndjson');
  const lines = gunzipSync(readFileSync(fixture('member-killed')))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  writeFileSync(path, `${lines.map((line) => JSON.stringify(poisoned(JSON.parse(line)))).join('\n')}\n`);
  return path;
}

function poisoned(line: Recorded): Recorded {
  line.sample?.members.forEach((member, index) => {
    const text = hostile[index % hostile.length] ?? '';
    member.name = `${index}${text}`;
    if (member.error !== undefined) member.error = `${text}${member.error}${hostile.join(' ')}`;
    if (member.status) {
      member.status.version = `3.5.16${text}`;
      member.status.errors.push(`${text} alarm`);
    }
  });
  if (line.sample) line.sample.marks = [{ at: line.sample.at, text: hostile.join('') }];
  return line;
}
