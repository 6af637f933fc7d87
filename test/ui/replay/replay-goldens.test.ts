import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { playTo, screenOf } from './replay.ts';

type Moment = {
  readonly recording: string;
  /** Seconds after the first sample. */
  readonly at: number;
  readonly moment: string;
  /** What a person must read at 80x24 as well as at 120x40. */
  readonly says: readonly RegExp[];
};

const moments: readonly Moment[] = [
  { recording: 'healthy-3', at: 19, moment: 'well', says: [/QUORUM 3\/3 OK/, /leader cp-\d/, /alarms:? none/] },
  { recording: 'slow-disk', at: 34, moment: 'slow', says: [/^[>! ][! ]cp-\d .*SLOW.*\d+!/m, /WARN +cp-\d .*fsync/i] },
  {
    recording: 'member-killed',
    at: 16,
    moment: 'down',
    says: [/^[>! ][! ]cp-\d .*DOWN/m, /QUORUM 2\/3/, /CRIT +cp-\d/],
  },
  { recording: 'member-killed', at: 29, moment: 'back', says: [/QUORUM 3\/3 OK/, /cp-\d.*restarted/i] },
  { recording: 'hung', at: 18, moment: 'hung', says: [/^[>! ][! ]cp-\d .*HUNG/m, /QUORUM 2\/3/, /CRIT +cp-\d/] },
  { recording: 'quorum-lost-and-regained', at: 18, moment: 'lost', says: [/QUORUM \d\/3 LOST/, /DOWN/, /NOLEADER/] },
  { recording: 'quorum-lost-and-regained', at: 32, moment: 'regained', says: [/QUORUM 3\/3 OK/, /leader cp-\d/] },
  { recording: 'nospace', at: 14, moment: 'full', says: [/NOSPACE/, /10\d!/, /CRIT .*NOSPACE/] },
  { recording: 'learner', at: 14, moment: 'learner', says: [/cp-4 .*(LRNR|learner)/i, /QUORUM 3\/3 OK/] },
  { recording: 'learner', at: 25, moment: 'promoted', says: [/cp-4 .*foll/i, /QUORUM 4\/4 OK/] },
  { recording: 'five-members', at: 25, moment: 'moved', says: [/QUORUM 5\/5 OK/, /cp-5/, /leader.*cp-\d/] },
  { recording: 'rolling-upgrade-3.4-3.5', at: 18, moment: 'mixed', says: [/3\.4\.\d+/, /3\.5\.\d+/, /cp-3/] },
];

describe.each(moments)('$recording, $moment', ({ recording, at, moment, says }) => {
  test.each([
    [80, 24],
    [120, 40],
  ])('at %ix%i', async (columns, rows) => {
    const lines = screenOf(await playTo(recording, at), columns, rows);
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
    const screen = `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
    for (const words of says) expect(screen).toMatch(words);
    await expect(screen).toMatchFileSnapshot(`../../goldens/replay/${recording}-${moment}-${columns}x${rows}.txt`);
  });
});
