import { expect, test } from 'vitest';
import type { Terminal } from './terminal.ts';
import { fixture, openReplay, openTop, quickly } from './top.ts';

const esc = String.fromCharCode(27);
/** Parameters of every SGR sequence in the output. */
const styles = (output: string): number[] =>
  [...output.matchAll(new RegExp(`${esc}\\[([\\d;:]*)m`, 'g'))].flatMap(([, text = '']) =>
    text.split(/[;:]/).map(Number),
  );
const isColor = (code: number) => (code >= 30 && code <= 49) || (code >= 90 && code <= 107);
const isDefaultColor = (code: number) => code === 39 || code === 49;
const isAscii = (text: string) => [...text].every((character) => character < '\x7f');

const wide = { columns: 120, rows: 40 };

test('on a UTF-8 terminal with colours the charts are blocks and the sixteen colours repeat what words say', async () => {
  const terminal = await openReplay(fixture('slow-disk'), [], wide);
  expect(terminal.screen()).toMatch(/[▁▂▃▄▅▆▇█]/);
  const output = terminal.takeOutput();
  const colors = styles(output).filter(isColor);
  expect(colors.length).toBeGreaterThan(0);
  // The user's own palette, no backgrounds: 38 and 48 would begin any of the 256 or of RGB.
  for (const code of colors) expect((code >= 30 && code <= 37) || (code >= 90 && code <= 97) || code === 39).toBe(true);
});

test.each([
  ['NO_COLOR=1', { NO_COLOR: '1' }, []],
  ['--color never', {}, ['--color', 'never']],
  ['TERM=vt100', { TERM: 'vt100' }, []],
] as const)('%s: no colour at all, and the same words', async (_, env, args) => {
  const colored = await openReplay(fixture('slow-disk'), ['--glyphs', 'ascii'], wide);
  const terminal = await openReplay(fixture('slow-disk'), ['--glyphs', 'ascii', ...args], { ...wide, env });
  await terminal.until(
    (screen) => screen === colored.screen(),
    `the words of the coloured screen:\n${colored.screen()}\n`,
  );
  const output = terminal.takeOutput();
  expect(styles(output).filter((code) => isColor(code) && !isDefaultColor(code))).toEqual([]);
  expect(styles(output)).toContain(1);
});

test.each([
  ['NO_COLOR= (empty) is not set', { NO_COLOR: '' }, []],
  ['--color always wins over NO_COLOR', { NO_COLOR: '1' }, ['--color', 'always']],
  ['TERM=linux has its sixteen', { TERM: 'linux' }, []],
  ['TERM=screen has its sixteen', { TERM: 'screen' }, []],
] as const)('%s: coloured', async (_, env, args) => {
  const terminal = await openReplay(fixture('slow-disk'), args, { env });
  const colors = styles(terminal.takeOutput()).filter(isColor);
  expect(colors).toContain(31);
  for (const code of colors) expect(code === 39 || (code >= 30 && code <= 37) || (code >= 90 && code <= 97)).toBe(true);
});

test.each([
  ['LANG unset', { LANG: undefined }, []],
  ['LC_ALL=POSIX wins over LANG', { LC_ALL: 'POSIX', LANG: 'C.UTF-8' }, []],
  ['--glyphs ascii', {}, ['--glyphs', 'ascii']],
] as const)('%s: every byte is ASCII', async (_, env, args) => {
  const terminal = await openReplay(fixture('slow-disk'), args, { ...wide, env });
  expect(isAscii(terminal.takeOutput())).toBe(true);
});

test('LANG=C: every byte is ASCII in overlays and zoomed charts too', async () => {
  const terminal = await openReplay(fixture('slow-disk'), [], { ...wide, env: { LANG: 'C' } });
  await visitEverything(terminal);
  expect(isAscii(terminal.takeOutput())).toBe(true);
});

test.each([
  ['--glyphs block in a locale of C', ['--glyphs', 'block'], { LANG: 'C' }, /[▁▂▃▄▅▆▇█]/],
  ['--glyphs braille', ['--glyphs', 'braille'], {}, /[\u2801-\u28ff]/],
  ['--glyphs ascii', ['--glyphs', 'ascii'], {}, /cp-2 +[ .:=+*#x-]*[=+*#]+ +\d/],
] as const)('%s draws charts with them', async (_, args, env, expected) => {
  const terminal = await openReplay(fixture('slow-disk'), args, { ...wide, env });
  expect(terminal.screen()).toMatch(expected);
});

test('CI=true does not blank the screen and keys work', async () => {
  const terminal = await openReplay(fixture('healthy-3'), [], { env: { CI: 'true', CONTINUOUS_INTEGRATION: '1' } });
  terminal.send('?');
  await terminal.until((screen) => screen.includes('HELP'), 'help');
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

test('TERM=dumb gets text: no escape sequence, all samples, then the exit code', async () => {
  const terminal = await openTop(quickly(fixture('healthy-3')), { env: { TERM: 'dumb' } });
  expect(await terminal.exited).toMatchObject({ code: 0 });
  const output = terminal.takeOutput();
  expect(output).not.toContain(esc);
  expect(output.match(/quorum 3\/3 ok/g)?.length).toBeGreaterThan(10);
});

test('--no-alt-screen leaves the last screen on the terminal', async () => {
  const terminal = await openReplay(fixture('healthy-3'), ['--no-alt-screen']);
  expect(terminal.alternateScreen).toBe(false);
  const output = terminal.takeOutput();
  expect(output).not.toContain(`${esc}[?1049h`);
  terminal.send('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
  expect(terminal.screen()).toMatch(/QUORUM 3\/3 OK/);
  expect(terminal.autowrap).toBe(true);
  expect(terminal.cursorHidden).toBe(false);
  expect(terminal.takeOutput()).not.toContain(`${esc}[?1049l`);
});

/** Help, log, detail, columns and every pane alone. */
async function visitEverything(terminal: Terminal): Promise<void> {
  for (const [key, shown] of [
    ['?', 'HELP'],
    ['l', 'EVENT LOG'],
    ['\r', 'MEMBER cp'],
    ['f', 'COLUMNS'],
  ] as const) {
    terminal.send(key);
    await terminal.until((screen) => screen.includes(shown), shown);
    terminal.send(esc);
    await terminal.until((screen) => !screen.includes(shown) && screen.includes('QUORUM'), `no ${shown}`);
  }
  for (const digit of '1234567') {
    terminal.send(`${digit}e`);
    await terminal.until(
      (screen) => new RegExp(`^== ${digit} `, 'm').test(screen) && screen.match(/^(==|--) \d /gm)?.length === 1,
      `pane ${digit}`,
    );
    terminal.send('e');
    await terminal.until((screen) => (screen.match(/^(==|--) \d /gm)?.length ?? 0) > 1, 'all panes');
  }
}
