import type { ClusterView } from '../model/view.ts';
import { writeExposition } from '../report/exposition.ts';
import type { Family } from '../report/exposition-family.ts';
import type { ExpositionFormat } from '../report/exposition-format.ts';
import { viewFamilies } from '../report/exposition-view.ts';
import type { Board } from './board.ts';
import { ownFamilies } from './exposition-own.ts';
import { watchProcess } from './process-numbers.ts';
import { silentTooLong } from './status.ts';
import type { Traffic } from './traffic.ts';

export type MetricsPage = {
  readonly text: (format: ExpositionFormat) => Promise<Buffer>;
  readonly close: () => void;
};

/** Text older than this is made anew even when no sample came: a loop that hangs must show. */
const freshMs = 1000;

/** The text of /metrics: made once per sample and at most once a second, however often it is asked for. */
export function metricsPage(board: Board, about: { readonly version: string; readonly traffic: Traffic }): MetricsPage {
  const own = watchProcess();
  const made = new Map<
    ExpositionFormat,
    { readonly at: number; readonly of: ClusterView | undefined; text: Promise<Buffer> }
  >();

  function families(): Family[] {
    const { view } = board;
    return [
      ...ownFamilies(board, { ...about, process: own.numbers() }),
      ...(view ? viewFamilies(view, { silent: silentTooLong(board) }) : []),
    ];
  }

  return {
    text: (format) => {
      const now = performance.now();
      const of = board.view;
      const last = made.get(format);
      if (last && now - last.at < freshMs && last.of === of) return last.text;
      const text = writeExposition(families(), format).then((content) => Buffer.from(content));
      made.set(format, { at: now, of, text });
      return text;
    },
    close: own.close,
  };
}
