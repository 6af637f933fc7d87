const endings = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const gracefulCommands = new Set(['serve', 'record']);

/**
 * The kernel keeps a signal from the first process of a container unless that has a handler for it: `docker run etcdoc --once` could
 * not be ended. The commands that end gracefully have handlers of their own.
 */
export function endOnSignalAsFirstProcess(command: string | undefined, pid = process.pid): void {
  if (pid !== 1 || gracefulCommands.has(command ?? '')) return;
  for (const [signal, code] of Object.entries(endings)) process.on(signal, () => process.exit(code));
}
