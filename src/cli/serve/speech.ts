import type { Notice } from '../../model/notice.ts';
import { entryOf } from '../../report/alert-line.ts';
import { type LogEntry, logLevels, logLine } from '../../report/log-line.ts';
import type { ServeSettings } from '../options/serve-settings.ts';
import { createLines, type LineSink, type Lines } from './lines.ts';

/** The daemon's voice on stdout, in the form and from the level that is configured at the moment. */
export type Speech = Pick<Lines, 'dropped' | 'end' | 'flush'> & {
  readonly notices: (notices: readonly Notice[]) => void;
  readonly entry: (entry: LogEntry) => void;
  /** A sentence of the daemon about itself. */
  readonly note: (level: LogEntry['level'], msg: string, text: string, fields?: LogEntry['fields']) => void;
};

export function createSpeech(
  sink: LineSink,
  node: string,
  how: () => Pick<ServeSettings, 'logFormat' | 'logLevel'>,
): Speech {
  const lineOf = (entry: LogEntry) => logLine(entry, how().logFormat);
  const lines = createLines(sink, (count) =>
    lineOf({
      at: Date.now(),
      level: 'warn',
      msg: 'ETCD_DROPPED',
      fields: { dropped: count, node, message: `${count} lines were left out: nobody read them` },
      text: `${count} lines were left out: nobody read them`,
    }),
  );
  const speak = (entry: LogEntry, mayGo = false) => {
    if (logLevels.indexOf(entry.level) >= logLevels.indexOf(how().logLevel)) lines.write(lineOf(entry), mayGo);
  };
  return {
    ...lines,
    entry: (entry) => speak(entry),
    notices: (notices) => {
      for (const notice of notices)
        speak(entryOf(notice, node), notice.kind === 'heartbeat' || notice.occasion === 'repeated');
    },
    note: (level, msg, text, fields = {}) =>
      speak({ at: Date.now(), level, msg, fields: { ...fields, node, message: text }, text }),
  };
}
