import { width } from '../text/width.ts';
import type { Frame } from './frame.ts';
import { speedText } from './header/freshness.ts';
import { keymap, shownKey } from './keys/keymap.ts';
import type { Line, Span } from './line.ts';
import type { Overlay } from './state.ts';
import { cell, foreign, row, span } from './widgets/row.ts';

/** The last line: what is being typed, else what there is to say, what failed around the screen, else the keys. */
export function footerLine(frame: Frame): Line {
  const { state, look, columns } = frame;
  if (state.overlay.kind === 'prompt') return promptLine(state.overlay, frame);
  if (state.notice) return row(columns, [span(foreign(state.notice.text, look), state.notice.tone)]);
  const { problem } = frame.host;
  if (problem !== undefined && frame.view) {
    const help = '  ? help';
    return row(columns, [cell(foreign(problem, look), Math.max(0, columns - help.length), 'warning'), span(help)]);
  }
  return row(columns, keySpans(mentioned(frame), columns));
}

/** A key, or keys, and the word for it. */
type Mention = readonly [keys: string, label: string];

/** The keys in the order in which they claim room: those of what lies over the screen, else the most useful first. */
function mentioned({ state, host }: Frame): readonly Mention[] {
  const { overlay } = state;
  if (overlay.kind !== 'none') {
    const own = overlayKeys[overlay.kind];
    // A key means one thing at a time.
    return [...own, ...everywhere.filter(([key]) => own.every(([keys]) => keys !== key))];
  }
  const past: Mention[] =
    state.paused === undefined
      ? []
      : [
          ['[ ]', 'step'],
          ['b', 'jump'],
          ['End', host.mode === 'replay' ? 'go on' : 'live'],
        ];
  const pace: Mention = [
    '+/-',
    host.mode === 'replay' ? `x${speedText(host.replay?.speed ?? 1)}` : `${host.intervalSeconds}s`,
  ];
  const back: Mention[] = state.zoomed ? [['Esc', 'back']] : [];
  const plain = usual.flatMap((key): Mention[] => {
    const label = keymap.find(({ keys }) => keys.includes(key))?.label;
    if (label === undefined) return [];
    return [[shownKey(key), key === 'space' && state.paused !== undefined ? 'go on' : label]];
  });
  return [...plain.slice(0, 2), ...back, ...past, ...plain.slice(2), pace];
}

const usual: readonly string[] = [
  '?',
  'q',
  'space',
  'tab',
  'enter',
  'D',
  'w',
  'c',
  'm',
  'e',
  'l',
  's',
  '[',
  '/',
  'a',
  'f',
  'y',
];

const everywhere: readonly Mention[] = [
  ['q', 'quit'],
  ['SPC', 'pause'],
];

const scrolling: readonly Mention[] = [
  ['Esc', 'back'],
  ['Up/Down PgUp/PgDn', 'scroll'],
  ['g/G', 'top/bottom'],
];

const overlayKeys: Readonly<Record<Exclude<Overlay['kind'], 'none'>, readonly Mention[]>> = {
  help: scrolling,
  detail: scrolling,
  log: [...scrolling, ['/', 'filter'], ['n/N', 'next/previous'], ['x', 'clear']],
  columns: [
    ['Esc', 'back'],
    ['Up/Down', 'choose'],
    ['SPC', 'by width, off, on'],
  ],
  diagnostics: [
    ['Esc', 'back'],
    ['Up/Down', 'choose'],
    ['ENTER', 'run'],
  ],
  diagnostic: scrolling,
  prompt: [],
};

function keySpans(mentions: readonly Mention[], columns: number): Span[] {
  const spans: Span[] = [];
  let left = columns;
  for (const [keys, label] of mentions) {
    const text = `${spans.length === 0 ? '' : '  '}${keys} `;
    const taken = width(text) + width(label);
    if (taken > left) continue;
    left -= taken;
    spans.push(span(text, 'accent'), span(label));
  }
  return spans;
}

type Prompt = Extract<Overlay, { kind: 'prompt' }>;

const asks: Readonly<Record<Prompt['ask'], string>> = {
  mark: 'mark: ',
  filter: 'filter: ',
  jump: 'jump to (14:01, -5m): ',
  interval: 'interval in seconds: ',
};

/** The end of what is typed stays in sight; `_` is the cursor. */
function promptLine({ ask, text }: Prompt, { look, columns }: Frame): Line {
  const question = asks[ask];
  const keys = '  ENTER ok  Esc cancel';
  const said = columns >= question.length + keys.length + 20 ? keys : '';
  const typed = [...foreign(text, look)];
  const room = columns - question.length - 1 - said.length;
  while (typed.length > 0 && width(typed.join('')) > room) typed.shift();
  const shown = typed.join('');
  return row(columns, [
    span(question, 'title'),
    span(shown),
    span('_', 'accent'),
    span(' '.repeat(Math.max(0, room - width(shown)))),
    span(said, 'dim'),
  ]);
}
