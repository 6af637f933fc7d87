/** `etcdoc ... | head -1` ends without a word when head has seen enough, and a terminal that went away needs no last words. */
export function endQuietlyOnClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
}

/** A daemon goes on without its reader: /metrics and the outputs still have theirs. `closed` is told when nobody reads stdout any more. */
export function outliveClosedOutput(closed: () => void): void {
  for (const stream of [process.stdout, process.stderr]) stream.off('error', endQuietly);
  process.stdout.on('error', closed);
  process.stderr.on('error', () => {});
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(0);
  throw error;
}
