import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program on a pseudo-terminal of its own, with an emulator that holds the screen as a person would see it. */
export type Terminal = {
  /** The screen's rows, trailing blanks cut. */
  lines(): string[];
  screen(): string;
  /** Every byte the program has written since the last call. */
  takeOutput(): string;
  send(keys: string): void;
  resize(columns: number, rows: number): Promise<void>;
  /** Waits until a whole frame satisfies `predicate`; throws with the screen in the message when none ever does. */
  until(predicate: (screen: string) => boolean, what: string, timeoutMs?: number): Promise<string>;
  readonly alternateScreen: boolean;
  readonly cursorHidden: boolean;
  /** Whether a line that is too long would go on in the next row. */
  readonly autowrap: boolean;
  /** What the program has called the window; empty until it does. */
  readonly title: string;
  /** How often the screen's rows have moved up since the start. */
  readonly scrolls: number;
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<{ code: number; signal: number | undefined }>;
  /** Style of the cell at row, column (0-based). */
  cell(row: number, column: number): Cell;
  close(): Promise<void>;
};

/** Colours are palette numbers, or 0xRRGGBB where `rgb` says so, and mean nothing where they are the default. */
export type Cell = {
  readonly text: string;
  readonly columns: number;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underlined: boolean;
  readonly inverse: boolean;
  readonly foreground: number;
  readonly defaultColor: boolean;
  readonly rgb: boolean;
  readonly background: number | undefined;
};

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
};

const pollMs = 20;

/** Starts `file args` on a terminal of 80x24 unless told otherwise, with a UTF-8 locale and none of the runner's CI or colour variables. */
export function openTerminal(file: string, args: readonly string[], options: TerminalOptions = {}): Terminal {
  const { columns = 80, rows = 24 } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 200 });
  const env = terminalEnvironment(options.env ?? {});
  const child = pty.spawn(file, [...args], {
    name: env.TERM,
    cols: columns,
    rows,
    cwd: options.cwd ?? process.cwd(),
    env,
  });
  let output = '';
  let before = '';
  let cursorHidden = false;
  let title = '';
  let scrolls = 0;
  emulator.onTitleChange((changed) => {
    title = changed;
  });
  emulator.onScroll(() => {
    scrolls += 1;
  });
  // The emulator tells of going from the one screen to the other as of a scroll.
  emulator.buffer.onBufferChange(() => {
    scrolls -= 1;
  });
  let writing: Promise<void> = Promise.resolve();
  child.onData((data) => {
    output += data;
    // With the end of what came before: a sequence may come in two pieces.
    const recent = before + data;
    before = recent.slice(-5);
    const shown = recent.lastIndexOf('\x1b[?25h');
    const hidden = recent.lastIndexOf('\x1b[?25l');
    if (shown >= 0 || hidden >= 0) cursorHidden = hidden > shown;
    writing = new Promise((resolve) => emulator.write(data, resolve));
  });
  let isRunning = true;
  const exited = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      isRunning = false;
      resolve({ code: exitCode, signal });
    });
  });

  const lines = () => {
    const buffer = emulator.buffer.active;
    return Array.from({ length: emulator.rows }, (_, row) =>
      (buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  };
  const screen = () => lines().join('\n');

  return {
    lines,
    screen,
    takeOutput() {
      const taken = output;
      output = '';
      return taken;
    },
    send: (keys) => child.write(keys),
    async resize(newColumns, newRows) {
      child.resize(newColumns, newRows);
      emulator.resize(newColumns, newRows);
      await writing;
    },
    async until(predicate, what, timeoutMs = 30_000) {
      const giveUpAt = Date.now() + timeoutMs;
      while (Date.now() < giveUpAt) {
        await writing;
        const seen = screen();
        // A frame comes in several pieces: what it replaces is still there until its last one.
        if (!emulator.modes.synchronizedOutputMode && predicate(seen)) return seen;
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      throw new Error(`never on the screen: ${what}\n${screen()}`);
    },
    get alternateScreen() {
      return emulator.buffer.active.type === 'alternate';
    },
    get cursorHidden() {
      return cursorHidden;
    },
    get autowrap() {
      return emulator.modes.wraparoundMode;
    },
    get title() {
      return title;
    },
    get scrolls() {
      return scrolls;
    },
    pid: child.pid,
    kill: (signal) => child.kill(signal),
    exited,
    cell(row, column) {
      const cell = emulator.buffer.active.getLine(emulator.buffer.active.baseY + row)?.getCell(column);
      if (!cell) throw new RangeError(`no cell at row ${row}, column ${column}`);
      return {
        text: cell.getChars(),
        columns: cell.getWidth(),
        bold: cell.isBold() !== 0,
        dim: cell.isDim() !== 0,
        underlined: cell.isUnderline() !== 0,
        inverse: cell.isInverse() !== 0,
        foreground: cell.getFgColor(),
        defaultColor: cell.isFgDefault(),
        rgb: cell.isFgRGB(),
        background: cell.isBgDefault() ? undefined : cell.getBgColor(),
      };
    },
    async close() {
      if (isRunning) child.kill('SIGKILL');
      await exited;
      emulator.dispose();
    },
  };
}

function terminalEnvironment(
  extra: Readonly<Record<string, string | undefined>>,
): Record<string, string> & { readonly TERM: string } {
  const unwanted = /^(CI|NO_COLOR|FORCE_COLOR|TERM|LANG|LC_|ETCDCTL_|ETCDOC_|SSH_|TMUX|NODE_ENV|VITEST)/;
  const inherited = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  const merged = { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', ...extra };
  const given = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { TERM: 'xterm-256color', ...Object.fromEntries(given) };
}
