/** A line and its number, counted from 1. */
export type NumberedLine = { readonly number: number; readonly text: string };

const maxLineBytes = 64 * 1024 * 1024;

/** The whole lines of a stream; what stands after the last line break, and what a cut-off archive lacks, is left out. */
export async function* readLines(path: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<NumberedLine, void> {
  let number = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  try {
    for await (const chunk of chunks) {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        const text = Buffer.concat([...held, chunk.subarray(from, at)]).toString();
        held = [];
        heldBytes = 0;
        from = at + 1;
        number += 1;
        yield { number, text };
      }
      held.push(chunk.subarray(from));
      heldBytes += chunk.length - from;
      if (heldBytes > maxLineBytes)
        throw new Error(`${path} line ${number + 1}: longer than 64 MiB, so not a recording`);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR' && number > 0) return;
    if (code === undefined) throw error;
    const words: Readonly<Record<string, string>> = {
      ENOENT: 'no such file',
      EACCES: 'permission denied',
      EISDIR: 'a directory',
    };
    throw new Error(`cannot read the recording ${path}: ${words[code] ?? code}`, { cause: error });
  }
}
