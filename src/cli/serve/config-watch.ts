import { readFile } from 'node:fs/promises';

/** Tells when what these files hold has changed. A file that is replaced, or reached by a link that is, counts as changed. */
export function watchConfig(files: readonly string[], changed: () => void, everyMs = 1000): () => void {
  let known: string | undefined;
  let seen: string | undefined;
  let busy = false;
  const look = async () => {
    if (busy) return;
    busy = true;
    const now = (await Promise.all(files.map(contentOf))).join('\0');
    busy = false;
    // Half-written files and the moment between two renames do not last from one look to the next.
    const steady = now === seen;
    seen = now;
    if (!steady || now === known) return;
    known = now;
    changed();
  };
  void look().then(() => {
    known = seen;
  });
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}

async function contentOf(file: string): Promise<string> {
  try {
    return `+${await readFile(file, 'utf8')}`;
  } catch (error) {
    return `-${(error as NodeJS.ErrnoException).code}`;
  }
}
