import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import WholeOutput from '../../node_modules/ink/build/output.js';
import Output from '../../scripts/ink-output.ts';

type Clip = Parameters<Output['clip']>[0];
type Step = { x: number; y: number; text: string } | Clip | 'unclip';

const size = { width: 40, height: 6 };
const red = (text: string) => `\u001b[31m${text}\u001b[39m`;

/** Both ways of drawing, style by style: what the lean one gives is put through Ink's own, which writes styles in one way only. */
function bothOf(steps: readonly Step[]): readonly [string, string] {
  const outputs = [new Output(size), new WholeOutput(size)] as const;
  for (const output of outputs)
    for (const step of steps) {
      if (step === 'unclip') output.unclip();
      else if ('text' in step) output.write(step.x, step.y, step.text, { transformers: [(line: string) => line] });
      else output.clip(step);
    }
  const [lean, whole] = outputs.map((output) => output.get().output);
  const again = new WholeOutput(size);
  again.write(0, 0, lean ?? '', { transformers: [] });
  return [again.get().output, whole ?? ''];
}

function expectSame(steps: readonly Step[]): void {
  const [lean, whole] = bothOf(steps);
  expect(lean).toBe(whole);
}

const box = (x1: number, x2: number, y1: number, y2: number): Clip => ({ x1, x2, y1, y2 });

describe('what the bundle draws is what Ink draws', () => {
  test.each<[string, Step[]]>([
    ['nothing', []],
    ['lines one below the other', [0, 1, 2].map((y) => ({ x: 0, y, text: `line ${y}` }))],
    [
      'pieces beside each other, right one first',
      [
        { x: 20, y: 1, text: red('right') },
        { x: 2, y: 1, text: 'left' },
      ],
    ],
    [
      'pieces that overlap',
      [
        { x: 2, y: 1, text: 'beneath it' },
        { x: 5, y: 1, text: red('above') },
      ],
    ],
    ['a line below the last one', [{ x: 0, y: 6, text: 'too low' }]],
    ['a line cut at the right', [box(0, 4, 0, 2), { x: 0, y: 0, text: red('cut here') }, 'unclip']],
    ['a line cut at the left', [box(3, 20, 0, 2), { x: 1, y: 0, text: red('cut here') }, 'unclip']],
    ['a line below its box', [box(0, 20, 0, 2), { x: 0, y: 2, text: 'below' }, 'unclip', { x: 0, y: 3, text: 'free' }]],
    ['a box in a box', [box(0, 20, 0, 2), box(0, 30, 1, 5), { x: 0, y: 0, text: 'a' }, { x: 0, y: 1, text: 'b' }]],
    ['two lines in one text', [{ x: 1, y: 1, text: red('one\ntwo') }]],
    [
      'wide characters',
      [
        { x: 0, y: 0, text: '日本' },
        { x: 4, y: 0, text: red('語') },
        { x: 8, y: 0, text: '|' },
      ],
    ],
    ['a wide character cut in half', [box(0, 3, 0, 1), { x: 0, y: 0, text: '日本' }, 'unclip']],
    [
      'an accent of its own, a joiner, a tab',
      [
        { x: 0, y: 0, text: 'e\u0301|a\u200db' },
        { x: 0, y: 1, text: 'a\tb' },
      ],
    ],
    [
      'spaces at the end, plain and inverse',
      [
        { x: 0, y: 0, text: 'a   ' },
        { x: 0, y: 1, text: '\u001b[7ma  \u001b[27m' },
      ],
    ],
    ['blocks and braille', [{ x: 3, y: 2, text: '▁▇│⣿' }]],
  ])('%s', (_, steps) => expectSame(steps));

  test('whatever is written where', () => {
    const text = fc
      .tuple(fc.constantFrom('a', 'mem 1 ', '▇▁', '日本', 'é', 'x\u0301', '  '), fc.boolean())
      .map(([plain, styled]) => (styled ? red(plain) : plain));
    const write = fc.record({
      x: fc.integer({ min: 0, max: 34 }),
      y: fc.integer({ min: 0, max: 6 }),
      text: fc.array(text, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    });
    const clip = fc
      .tuple(fc.nat(20), fc.nat(20), fc.nat(3), fc.nat(4))
      .map(([x, wide, y, high]) => box(x, x + wide, y, y + high));
    const clipped = fc.tuple(clip, fc.array(write)).map(([inside, writes]): Step[] => [inside, ...writes, 'unclip']);
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            write.map((one): Step[] => [one]),
            clipped,
          ),
        ),
        (parts) => expectSame(parts.flat()),
      ),
    );
  });
});
