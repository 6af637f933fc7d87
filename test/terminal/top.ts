import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { readSamples } from '../../src/collector/replay.ts';
import { clockTime } from '../../src/ui/widgets/clock.ts';
import { programFile } from '../cli/program.ts';
import { eventually } from '../lab/wait.ts';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts';

// Each waits for a real program on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** The path of a recording of the fixtures, by name. */
export const fixture = (name: string) =>
  fileURLToPath(new URL(`../fixtures/recordings/${name}.ndjson.gz`, import.meta.url));

/** Variables and files of the machine that runs the tests do not count. */
const bare = { HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' };

/** `etcdoc top` with these arguments on a terminal, closed when the test is over. */
export async function openTop(args: readonly string[], options: TerminalOptions = {}): Promise<Terminal> {
  return ofThisTest(
    openTerminal(process.execPath, [await programFile(), 'top', ...args], {
      ...options,
      env: { ...bare, ...options.env },
    }),
  );
}

/** A shell on a terminal; `$ETCDOC_TOP` in its commands is the program's command line. */
export async function openShell(
  file: string,
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<Terminal> {
  const env = { ...bare, ETCDOC_TOP: `${process.execPath} ${await programFile()} top`, PS1: '$ ', ...options.env };
  return ofThisTest(openTerminal(file, args, { ...options, env }));
}

/** A recording played to its end, where the screen stays as it is. */
export async function openReplay(
  recording = fixture('slow-disk'),
  args: readonly string[] = [],
  options: TerminalOptions = {},
): Promise<Terminal> {
  const top = await openTop([...quickly(recording), ...args], options);
  const end = await endOf(recording);
  await top.until((screen) => hasEnded(screen, end), `the last sample, of ${end}`);
  return top;
}

/** Whether the last sample of a replay is on screen, and that no more are awaited. */
export const hasEnded = (screen: string, end: string): boolean => screen.includes(end) && !/REPLAY x/.test(screen);

/** The arguments that play a recording as fast as it is drawn. */
export const quickly = (recording: string): string[] => ['--replay', recording, '--speed', '100000'];

/** The time that line 1 shows at the end of a recording. */
export async function endOf(recording: string): Promise<string> {
  let last = 0;
  for await (const { at } of readSamples(recording)) last = at;
  return clockTime(last);
}

/** Waits until a child of `pid` runs the program, and returns its process id. */
export function programUnder(pid: number): Promise<number> {
  return eventually(() => childOf(pid), { what: 'the program under the shell' });
}

function ofThisTest(terminal: Terminal): Terminal {
  onTestFinished(() => terminal.close());
  return terminal;
}

function childOf(pid: number): number | undefined {
  const first = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
  return first === undefined || first === '' ? undefined : Number(first);
}
