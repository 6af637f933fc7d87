import type { Monitor } from '../../src/model/monitor.ts';
import type { Host } from '../../src/ui/host.ts';
import { at } from './views.ts';

/** What the screen asked for, in order, beside a host that does nothing else. */
export type RecordedHost = { readonly host: Host; readonly asked: string[]; readonly tick: () => void };

/** A host around a monitor; `given` replaces what a test needs otherwise. */
export function hostOf(monitor: Monitor, given: Partial<Host> = {}): RecordedHost {
  const asked: string[] = [];
  const listeners = new Set<() => void>();
  const host: Host = {
    monitor,
    mode: 'live',
    endpoints: ['https://10.0.0.11:2379'],
    allowActions: false,
    intervalSeconds: 2,
    now: () => at,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setInterval: (seconds) => asked.push(`interval ${seconds}`),
    sampleNow: () => asked.push('sample'),
    mark: (text) => asked.push(`mark ${text}`),
    writeSample: async (number) => `wrote sample ${number}`,
    copy: async (text) => `copied ${text.split('\n').length} lines`,
    toggleRecording: async () => 'recording',
    recording: undefined,
    diagnostics: [],
    async *runDiagnostic() {},
    ...given,
  };
  return {
    host,
    asked,
    tick() {
      for (const listener of listeners) listener();
    },
  };
}
