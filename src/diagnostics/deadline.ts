/**
 * Settles with the call, or rejects when it has not answered within `ms` or the signal aborts: a member that accepts and never answers
 * holds up nothing, whatever its client does.
 */
export function withDeadline<T>(call: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error(`no answer within ${ms} ms`))), ms);
    const cancel = () => settle(() => reject(new Error('cancelled')));
    const settle = (then: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      then();
    };
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    call.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
