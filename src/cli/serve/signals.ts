/** What signals do once the daemon has started. */
export type SignalHandlers = { readonly reload: () => void; readonly end: () => void };

/**
 * Takes the daemon's signals from its first moment on: SIGHUP would end a process that has no handler yet, and SIGTERM would not reach
 * the first process of a container. What it gives is called when the daemon has started; a SIGHUP that came before counts then.
 */
export function takeSignals(): (handlers: SignalHandlers) => void {
  let handlers: SignalHandlers | undefined;
  let hungUp = false;
  let ending = false;
  process.on('SIGHUP', () => {
    hungUp = true;
    handlers?.reload();
  });
  // The first one ends the daemon in order, a second one at once, and so does one before there is anything to be ended in order.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (ending || !handlers) process.exit(0);
      ending = true;
      handlers.end();
    });
  return (started) => {
    handlers = started;
    if (hungUp) started.reload();
  };
}
