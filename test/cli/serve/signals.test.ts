import { afterEach, describe, expect, test, vi } from 'vitest';
import { takeSignals } from '../../../src/cli/serve/signals.ts';

const names = ['SIGHUP', 'SIGTERM', 'SIGINT'] as const;
const before = names.map((name) => process.listeners(name));
afterEach(() => {
  vi.restoreAllMocks();
  names.forEach((name, index) => {
    for (const listener of process.listeners(name)) if (!before[index]?.includes(listener)) process.off(name, listener);
  });
});

/** What signals came to, in order; `exit` stands for the end of the process. */
function told() {
  const calls: string[] = [];
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    calls.push(`exit ${code}`);
    throw new Error('nothing comes after the end');
  });
  return { calls, handlers: { reload: () => void calls.push('reload'), end: () => void calls.push('end') } };
}

describe('a signal of the daemon', () => {
  test('that comes while it starts is not lost and kills nothing: SIGHUP counts when it has started', () => {
    const { calls, handlers } = told();
    const started = takeSignals();
    process.emit('SIGHUP', 'SIGHUP');
    process.emit('SIGHUP', 'SIGHUP');
    expect(calls).toEqual([]);
    started(handlers);
    expect(calls).toEqual(['reload']);
    process.emit('SIGHUP', 'SIGHUP');
    expect(calls).toEqual(['reload', 'reload']);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends it at once while there is nothing to be ended in order',
    (name) => {
      const { calls } = told();
      takeSignals();
      expect(() => process.emit(name, name)).toThrow('nothing comes after');
      expect(calls).toEqual(['exit 0']);
    },
  );

  test('ends it in order, and a second one at once', () => {
    const { calls, handlers } = told();
    takeSignals()(handlers);
    process.emit('SIGTERM', 'SIGTERM');
    expect(calls).toEqual(['end']);
    expect(() => process.emit('SIGINT', 'SIGINT')).toThrow('nothing comes after');
    expect(calls).toEqual(['end', 'exit 0']);
  });
});
