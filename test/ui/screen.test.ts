import { describe, expect, test } from 'vitest';
import { freshnessWord } from '../../src/ui/header/freshness.ts';
import type { Host } from '../../src/ui/host.ts';
import { keyNames } from '../../src/ui/keys/key-names.ts';
import { timeOf } from '../../src/ui/reduce/time.ts';
import { createScreen } from '../../src/ui/screen.ts';
import { initialState } from '../../src/ui/state.ts';
import { hostOf } from './host.ts';
import { scenarios } from './scenarios.ts';
import { at, clusterView, memberView, monitorOf } from './views.ts';

const healthy = scenarios['slow-disk'] ?? clusterView([]);
const past = Array.from({ length: 30 }, (_, index) => ({ ...healthy, at: at - (29 - index) * 2000 }));

function screenOf({ columns = 120, rows = 40, views = past, ...given }: Partial<Host> & Partial<Size> = {}) {
  const asked: string[] = [];
  const recorded = hostOf(monitorOf(views), given);
  const screen = createScreen(recorded.host, {
    look: { glyphs: 'ascii', colors: 'none' },
    state: initialState,
    columns,
    rows,
    tools: {
      quit: () => asked.push('quit'),
      repaint: () => asked.push('repaint'),
      suspend: () => asked.push('suspend'),
      text: () => 'line 1\nline 2',
    },
  });
  const press = (...keys: string[]) => {
    for (const key of keys) screen.press(key);
    return screen.frame().state;
  };
  return { ...recorded, screen, press, tools: asked };
}

type Size = { readonly columns: number; readonly rows: number; readonly views: typeof past };

describe('time', () => {
  test('Space holds the display and lets it go', () => {
    const { press } = screenOf();
    expect(press('space').paused).toBe(29);
    expect(press('space').paused).toBeUndefined();
  });

  test('stepping holds, stays within what is held, and End is live again', () => {
    const { press, screen } = screenOf();
    expect(press('[', '[').paused).toBe(27);
    expect(screen.frame().view?.at).toBe(at - 4000);
    expect(press('}').paused).toBe(29);
    expect(press('{', '{', '{', '{').paused).toBe(0);
    expect(press('[').notice?.text).toBe('[: no older sample is held');
    expect(press('end').paused).toBeUndefined();
    expect(press(']').notice?.text).toBe(']: this is the newest sample');
  });

  test('b jumps to a time of day or some time back', () => {
    const { press } = screenOf();
    expect(press('b', ...'-20s', 'enter').paused).toBe(19);
    expect(press('b', ...'14:02', 'enter').paused).toBe(23);
    const state = press('b', ...'noon', 'enter');
    expect(state.notice?.text).toBe('"noon" is no time; 14:01 or -5m');
    expect(state.paused).toBe(23);
    expect(press('L').paused).toBeUndefined();
  });

  test.each([
    ['14:01', at - 71_000],
    ['14:01:30', at - 41_000],
    ['23:00', Date.UTC(2026, 10, 20, 23)],
    ['-5m', at - 300_000],
    ['-1.5h', at - 5_400_000],
    ['-90', at - 90_000],
    ['25:00', undefined],
    ['', undefined],
  ])('%s means a moment', (text, expected) => {
    expect(timeOf(text, at)).toBe(expected);
  });

  test('the interval goes through its steps and can be typed', () => {
    const { press, asked } = screenOf();
    press('+', '-', 'd', '0', '.', '7', 'enter', 'd', '0', '.', '1', 'enter');
    expect(asked).toEqual(['interval 5', 'interval 1', 'interval 0.7']);
    expect(press().notice?.text).toBe('an interval is a number of seconds, 0.5 at least');
  });

  test('a replay says why live keys do nothing', () => {
    const { press, asked } = screenOf({ mode: 'replay' });
    for (const key of ['d', 'r', 'm', 'R', 'D']) expect(press(key).notice?.tone).toBe('warning');
    expect(asked).toEqual([]);
  });

  test('a replay is played faster and slower, stands still while it is held, and says its pace and its end', () => {
    const asked: string[] = [];
    const replay = { speed: 5, ended: false };
    const { press, screen } = screenOf({
      mode: 'replay',
      replay,
      setSpeed: (speed) => asked.push(`speed ${speed}`),
      hold: (still) => asked.push(still ? 'hold' : 'go on'),
    });
    const word = () => freshnessWord(past[0] ?? healthy, screen.frame().facts).text;
    expect(word()).toBe('REPLAY x5');
    press('+', '-', 'space', '[', 'space');
    expect(asked).toEqual(['speed 10', 'speed 2', 'hold', 'go on']);
    replay.speed = 0;
    press('x');
    expect(word()).toBe('REPLAY held');
    replay.ended = true;
    press('x');
    expect(word()).toBe('REPLAY ended');
    expect(press('+').notice?.text).toContain('at its end');
    expect(press('[').paused).toBeDefined();
  });
});

describe('moving', () => {
  test('a burst of keys is every key of it', () => {
    const { press } = screenOf();
    const quiet = { ctrl: false, meta: false, shift: false } as Parameters<typeof keyNames>[1];
    const [, second] = healthy.members;
    expect(press(...keyNames('jjk', quiet)).selected).toBe(second?.id);
    expect(press('G').selected).toBe(healthy.members[2]?.id);
    expect(press('j').selected).toBe(healthy.members[2]?.id);
    expect(press('g').selected).toBe(healthy.members[0]?.id);
  });

  test('the selection follows the member, not the row', () => {
    const { press } = screenOf();
    press('j');
    const before = press().selected;
    press('I');
    expect(press().selected).toBe(before);
  });

  test('Tab goes round, digits focus and hide, e zooms, Esc leaves and never quits', () => {
    const { press, tools } = screenOf();
    expect(press('tab').focus).toBe('fsync');
    expect(press('shift-tab', 'shift-tab').focus).toBe('events');
    expect(press('2').focus).toBe('commit');
    expect(press('2').hidden).toEqual(['commit']);
    expect(press('2')).toMatchObject({ hidden: [], focus: 'commit' });
    expect(press('e').zoomed).toBe(true);
    expect(press('esc').zoomed).toBe(false);
    press('esc', 'esc', 'esc');
    expect(tools).toEqual([]);
    press('q');
    expect(tools).toEqual(['quit']);
  });

  test('a pane without room is shown alone', () => {
    const { press } = screenOf({ columns: 80, rows: 24 });
    expect(press('3')).toMatchObject({ focus: 'focus', zoomed: true });
    expect(press().notice?.text).toContain('no room');
  });
});

describe('over the screen', () => {
  test('Esc undoes one thing at a time', () => {
    const { press } = screenOf();
    press('/', ...'cp-3', 'enter', '7', 'e', '?');
    expect(press().overlay.kind).toBe('help');
    expect(press('esc')).toMatchObject({ overlay: { kind: 'none' }, zoomed: true, filter: 'cp-3' });
    expect(press('esc')).toMatchObject({ zoomed: false, filter: 'cp-3' });
    expect(press('esc').filter).toBe('');
  });

  test('keys type into a prompt instead of acting', () => {
    const { press, tools, asked } = screenOf();
    press('m', ...'qq', 'backspace', 'space', ...'x?');
    expect(press().overlay).toEqual({ kind: 'prompt', ask: 'mark', text: 'q x?' });
    press('enter');
    expect(asked).toEqual(['mark q x?']);
    expect(press('m', 'a', 'ctrl-c').overlay.kind).toBe('none');
    expect(tools).toEqual([]);
  });

  test('columns are switched off, on and back to their width', () => {
    const { press } = screenOf();
    expect(press('f', 'j', 'space').columns).toEqual({ version: false });
    expect(press('space').columns).toEqual({ version: true });
    expect(press('space').columns).toEqual({});
  });

  test('Enter shows the selected member', () => {
    const { press } = screenOf();
    expect(press('j', 'enter')).toMatchObject({ overlay: { kind: 'detail' }, selected: healthy.members[1]?.id });
  });

  test('alerts are acknowledged once', () => {
    const { press } = screenOf();
    expect(press('a').acknowledged).toEqual(healthy.alerts.map(({ key }) => key));
    expect(press('a').notice?.text).toBe('a: no active alert waits for it');
  });
});

describe('diagnostics', () => {
  const entry = { id: 'health', title: 'health', effect: 'read', help: 'asks' } as const;
  const action = { id: 'defrag', title: 'defrag', effect: 'write', help: 'acts' } as const;

  test('run from their list; leaving one cancels it', async () => {
    let cancelled = false;
    const { press } = screenOf({
      diagnostics: [entry],
      async *runDiagnostic(_, signal) {
        signal.addEventListener('abort', () => {
          cancelled = true;
        });
        yield { kind: 'progress', done: 1, total: 2, text: 'cp-1' };
        await new Promise(() => {});
      },
    });
    press('D', 'enter');
    await new Promise((resolve) => setTimeout(resolve));
    expect(press().overlay).toMatchObject({ kind: 'diagnostic', id: 'health', running: true, events: [{ done: 1 }] });
    expect(press('esc').overlay).toEqual({ kind: 'diagnostics', cursor: 0 });
    expect(cancelled).toBe(true);
  });

  test('that fail say so', async () => {
    const { press } = screenOf({
      diagnostics: [entry],
      // biome-ignore lint/correctness/useYield: it fails before it has anything to say
      async *runDiagnostic() {
        throw new Error('no member is known yet');
      },
    });
    press('D', 'enter');
    await new Promise((resolve) => setTimeout(resolve));
    expect(press().overlay).toMatchObject({ running: false });
  });

  test('that write need --allow-actions', () => {
    const { press } = screenOf({ diagnostics: [action] });
    expect(press('D', 'enter')).toMatchObject({
      overlay: { kind: 'diagnostics' },
      notice: { text: 'disabled: start with --allow-actions' },
    });
  });
});

describe('what leaves the screen', () => {
  test('y, o and R answer in the status line', async () => {
    const { press, screen } = screenOf();
    const said = async (key: string) => {
      press(key);
      await new Promise((resolve) => setTimeout(resolve));
      return screen.frame().state.notice?.text;
    };
    expect(await said('y')).toBe('copied 2 lines');
    expect(await said('o')).toBe('wrote sample 29');
    expect(await said('R')).toBe('recording');
  });

  test('a failure is said, not thrown', async () => {
    const { press, screen } = screenOf({ copy: async () => Promise.reject(new Error('disk full')) });
    press('y');
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.frame().state.notice).toEqual({ text: 'disk full', tone: 'warning' });
  });
});

describe('the watchdog', () => {
  test('a loop that brings nothing makes the screen stale without a new view', () => {
    let now = at;
    const { screen } = screenOf({ now: () => now });
    const version = screen.version();
    screen.watch();
    expect(screen.version()).toBe(version);
    now = at + 7000;
    screen.watch();
    expect(screen.version()).toBeGreaterThan(version);
    expect(screen.frame().facts.now).toBe(now);
  });

  test('an unnamed member and an empty cluster survive every key', () => {
    for (const views of [[], [clusterView([])], [clusterView([memberView('')])]]) {
      const { press } = screenOf({ views: views as typeof past });
      press(...'?hpzZTt{}[]bL+-=drkjgG123456789es<>IfwcA/nNmaxlyoRHvD', 'enter', 'esc', 'tab', 'end', 'pagedown');
      expect(press('esc', 'esc').overlay).toBeDefined();
    }
  });
});
