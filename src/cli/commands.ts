import type { Command } from 'commander';
import { checkCommand } from './check-command.ts';
import { completionCommand } from './completion-command.ts';
import { diagnoseCommand } from './diagnose-command.ts';
import { discoverCommand } from './discover-command.ts';
import { recordCommand } from './record-command.ts';
import { serveCommand } from './serve-command.ts';
import { topCommand } from './top-command.ts';

/** ★ The commands, in the order of the help text. */
export const commands: readonly (() => Command)[] = [
  topCommand,
  checkCommand,
  serveCommand,
  diagnoseCommand,
  recordCommand,
  discoverCommand,
  completionCommand,
];
