/** Calls that come while one is under way become one more afterwards. */
export function oneAtATime(work: (why: string) => Promise<void>): (why: string) => void {
  let busy = false;
  let again: string | undefined;
  const run = async (why: string) => {
    if (busy) {
      again = why;
      return;
    }
    busy = true;
    await work(why);
    busy = false;
    const next = again;
    again = undefined;
    if (next !== undefined) void run(next);
  };
  return (why) => void run(why);
}
