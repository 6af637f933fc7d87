import type { AlertNotice } from '../../model/notice.ts';
import type { Board } from '../../serve/board.ts';
import { type Delivered, sumOf } from '../../serve/delivered.ts';
import type { Output } from '../../serve/output.ts';
import { type OutputsConfig, openOutputs } from '../../serve/outputs/outputs.ts';
import { asUsage } from '../usage-error.ts';
import { version } from '../version.ts';

/** The outputs in use; another configuration replaces them, and what they counted stays counted. */
export type AttachedOutputs = {
  /** Opens what is configured in place of what there was; throws a UsageError and leaves that in place when it cannot. */
  readonly open: (config: OutputsConfig, board: Board) => void;
  readonly take: (notices: readonly AlertNotice[]) => void;
  readonly delivered: () => ReadonlyMap<string, Delivered>;
  /** Failures that were not told yet, one sentence each. */
  readonly news: () => readonly string[];
  readonly close: (deadlineMs: number) => Promise<void>;
};

/** How long an output that is replaced may still send. */
const farewellMs = 5000;

export function createOutputs(): AttachedOutputs {
  let outputs: readonly Output[] = [];
  const before = new Map<string, Delivered>();
  const told = new Map<string, string>();

  const countsOf = (output: Output): Delivered => {
    const earlier = before.get(output.id);
    return sumOf([...(earlier ? [earlier] : []), output.delivered()]);
  };

  async function retire(output: Output, deadlineMs: number): Promise<void> {
    await output.close(deadlineMs);
    before.set(output.id, countsOf(output));
  }

  return {
    open(config, board) {
      const context = {
        node: board.node,
        version,
        board: () => board,
        environment: process.env,
      };
      const opened = asUsage(() => openOutputs(config, context));
      for (const output of outputs) void retire(output, farewellMs);
      outputs = opened;
    },
    take(notices) {
      for (const output of outputs) output.take(notices);
    },
    delivered: () => {
      const all = new Map(before);
      for (const output of outputs) all.set(output.id, countsOf(output));
      return all;
    },
    news: () =>
      outputs.flatMap((output) => {
        const problem = output.problem();
        const old = told.get(output.id);
        if (problem === old) return [];
        if (problem === undefined) told.delete(output.id);
        else told.set(output.id, problem);
        return problem === undefined ? [] : [`${output.id}: ${problem}`];
      }),
    close: async (deadlineMs) => {
      const last = outputs;
      outputs = [];
      await Promise.all(last.map((output) => retire(output, deadlineMs)));
    },
  };
}
