import { width } from '../../text/width.ts';

/** What a line of the event log has to say besides when and of what kind; all but the text may be ''. */
export type EntryWords = {
  readonly text: string;
  /** The same text in fewer cells, if there are such words. */
  readonly brief: string;
  /** What it comes from. */
  readonly cause: string;
  readonly lasted: string;
  /** Whether it lasts. */
  readonly word: string;
  /** How often it came back. */
  readonly again: string;
  readonly extremes: string;
};

/** ★ What a line does without where it is short, the first first. What happened, beyond which bound and for how long stays. */
const givenUp: readonly (keyof EntryWords)[] = ['extremes', 'word', 'again', 'cause'];

/** The words that `columns` cells hold, what happened and what stands at the right edge: in shorter words before anything is left out. */
export function fitEntry(words: EntryWords, columns: number): { readonly said: string; readonly tail: string } {
  for (let gone = 0; gone <= givenUp.length; gone += 1) {
    const without = new Set(givenUp.slice(0, gone));
    for (const text of [words.text, words.brief]) {
      const fitted = joined({ ...words, text }, without);
      if (width(fitted.said) + width(fitted.tail) <= columns) return fitted;
    }
  }
  return joined({ ...words, text: words.brief }, new Set(givenUp));
}

function joined(words: EntryWords, without: ReadonlySet<keyof EntryWords>) {
  const part = (name: keyof EntryWords) => (without.has(name) ? '' : words[name]);
  const after = (text: string, before = ' ') => (text === '' ? '' : before + text);
  const cause = part('cause');
  return {
    said: `${words.text}${cause === '' ? '' : ` (${cause})`}`,
    tail: `${after(words.lasted)}${after(part('word'))}${after(part('extremes'), '  ')}${after(part('again'))}`,
  };
}
