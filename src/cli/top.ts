import { createMonitor } from '../model/monitor.ts';
import type { RuleWord } from '../model/rules/rule.ts';
import { judge } from '../model/verdict.ts';
import { formats } from '../report/formats.ts';
import { table } from '../report/table.ts';
import { terminalUse } from '../ui/terminal.ts';
import { runBatch } from './batch.ts';
import { liveFeed, replayFeed } from './feed.ts';
import { settleConnection } from './options/connect.ts';
import { type ConnectionFlags, readConnection } from './options/connection-flags.ts';
import type { RecordingSwitch } from './recording-switch.ts';
import { showScreen } from './screen.ts';
import { createScreenHost } from './screen-host.ts';
import { createSession } from './session.ts';
import { UsageError } from './usage-error.ts';

/** What `top` was asked for; undefined is "not said". */
export type TopFlags = ConnectionFlags & {
  readonly interval: number;
  readonly count?: number | undefined;
  readonly batch?: boolean | undefined;
  readonly window: number;
  readonly output?: string | undefined;
  readonly rules: RuleWord;
  readonly record?: string | undefined;
  readonly replay?: string | undefined;
  readonly at?: number | undefined;
  readonly speed: number;
  readonly color: 'auto' | 'always' | 'never';
  readonly glyphs: 'auto' | 'ascii' | 'block' | 'braille';
  readonly altScreen: boolean;
  readonly allowActions?: boolean | undefined;
};

const retryMs = 1000;

/** The live monitor on a screen, or blocks of text where there is none. */
export async function top(flags: TopFlags): Promise<number> {
  const { replay, interval } = flags;
  if (replay === undefined && flags.at !== undefined)
    throw new UsageError('--at', 'there is no replay', 'add --replay FILE');
  const { plan, thresholds } = await readConnection(flags);
  const use = terminalUse({
    env: process.env,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stdinIsTerminal: process.stdin.isTTY === true,
    color: flags.color,
    glyphs: flags.glyphs,
  });
  const onScreen = use.mode === 'screen' && flags.batch !== true && flags.output === undefined;
  const monitor = createMonitor({
    windowSeconds: flags.window,
    thresholds,
    rules: flags.rules,
    distribution: plan.distribution,
  });
  let recording: RecordingSwitch | undefined;
  const loadRecording = async () => {
    recording ??= (await import('./recording-switch.ts')).createRecordingSwitch(flags.record);
    return recording;
  };
  if (flags.record !== undefined) await loadRecording();
  // A replay without a screen has nobody to keep pace for.
  const speed = onScreen ? flags.speed : Number.POSITIVE_INFINITY;
  const session = createSession({
    monitor,
    open: replay === undefined ? liveFeed(plan, interval) : replayFeed(replay, { at: flags.at, speed }),
    writer: () => recording,
    retryMs: replay === undefined ? retryMs : undefined,
  });
  try {
    if (!onScreen) {
      const format = formats.find(({ id }) => id === flags.output) ?? table;
      const count = flags.count ?? (process.stdout.isTTY || flags.batch ? undefined : 1);
      return await runBatch({ session, monitor, format, count, from: flags.at });
    }
    const host = createScreenHost({
      session,
      monitor,
      mode: replay === undefined ? 'live' : 'replay',
      endpoints: replay === undefined ? plan.endpoints : [replay],
      intervalSeconds: interval,
      speed,
      allowActions: flags.allowActions === true,
      recording: {
        get: loadRecording,
        get current() {
          return recording?.current();
        },
      },
      connect: replay === undefined ? () => settleConnection(plan) : undefined,
    });
    await showScreen({
      host,
      session,
      use,
      alternateScreen: flags.altScreen,
      windowSeconds: flags.window,
      count: flags.count,
    });
    return flags.count === undefined ? 0 : judge(monitor.latest).exitCode;
  } finally {
    session.stop();
    recording?.close();
  }
}
