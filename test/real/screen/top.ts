import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { programFile } from '../../cli/program.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';
import { openTerminal, type Terminal } from '../../terminal/terminal.ts';
import { connectionFlags } from '../scenarios/program.ts';
import { roomForTheMachine } from '../scenarios/room.ts';

/** `etcdoc top` of the bundled program on a lab cluster, on a terminal of 80x24, as a person has it. */
export type Top = Terminal & {
  /** The screen with every one of these texts and patterns on it. */
  readonly shows: (...wanted: readonly (string | RegExp)[]) => Promise<string>;
  /** The event log with every one of these in it, at its key. */
  readonly logs: (...wanted: readonly (string | RegExp)[]) => Promise<void>;
  /** Help, back, pause and live again: each key acts while the fault lasts. */
  readonly keysAnswer: () => Promise<void>;
  /** `q` ends with code 0 and gives the terminal back. */
  readonly quits: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** How long a key may take on a busy machine; far less than the deadline of a member that does not answer would add up to. */
const answerMs = 4_000;

/** Starts it; later flags win. Nothing of the machine's own disk decides what is slow. */
export async function openTop(cluster: LabCluster, flags: readonly string[] = []): Promise<Top> {
  const config = join(cluster.directory, 'etcdoc.yaml');
  writeFileSync(config, JSON.stringify({ thresholds: { metrics: roomForTheMachine.metrics } }));
  const words = ['top', '-d', '1', '-w', '8', '--config', config, ...connectionFlags(cluster), ...flags];
  const terminal = openTerminal(process.execPath, [await programFile(), ...words]);
  let written = '';
  const shows: Top['shows'] = (...wanted) =>
    terminal.until((screen) => wanted.every((one) => has(screen, one)), wanted.map(String).join(', '), 30_000);
  const key = async (keys: string, wanted: (screen: string) => boolean, what: string) => {
    terminal.send(keys);
    await terminal.until(wanted, what, answerMs);
  };
  const noTrace = () => {
    written += terminal.takeOutput();
    expect(written).not.toMatch(/\bat .*\.m?[jt]sx?:\d+|Error: |node:internal|ERROR/);
  };
  return Object.assign(terminal, {
    shows,
    logs: async (...wanted: readonly (string | RegExp)[]) => {
      await key('l', (screen) => screen.includes('EVENT LOG'), 'the event log');
      await shows(...wanted);
      await key('\x1b', (screen) => !screen.includes('EVENT LOG'), 'the event log gone');
    },
    keysAnswer: async () => {
      await key('?', (screen) => screen.includes('HELP'), 'the help');
      await key('\x1b', (screen) => !screen.includes('HELP'), 'the help gone');
      await key(' ', (screen) => screen.includes('PAUSED'), 'PAUSED');
      await key(' ', (screen) => !screen.includes('PAUSED'), 'live again');
      noTrace();
    },
    quits: async () => {
      expect(terminal.alternateScreen).toBe(true);
      terminal.send('q');
      expect(await terminal.exited).toEqual({ code: 0, signal: 0 });
      await terminal.until(() => !terminal.alternateScreen, 'the main screen');
      expect(terminal.cursorHidden).toBe(false);
      expect(terminal.screen().trim()).toBe('');
      noTrace();
    },
    stop: () => terminal.close(),
  });
}

function has(screen: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
}

/** The table's row of a member, with this word in the HEALTH column. */
export function row(label: string, health: string): RegExp {
  return new RegExp(`^[ >!]{2}${label} +(LEAD|foll|LRNR|\\?|new) +${health}\\b`, 'm');
}
