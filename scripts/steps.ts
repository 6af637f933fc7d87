/** Prints one line about what goes on, on stderr: stdout belongs to the program. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Says what is being done, does it, and says how long it took when that was more than a second. */
export async function step<T>(what: string, body: () => Promise<T>): Promise<T> {
  const start = performance.now();
  process.stderr.write(`${what} ...`);
  try {
    return await body();
  } finally {
    const seconds = (performance.now() - start) / 1000;
    process.stderr.write(seconds > 1 ? ` ${seconds.toFixed(1)} s\n` : '\n');
  }
}
