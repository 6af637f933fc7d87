import type { ClusterSample } from '../../../src/model/sample.ts';
import type { ClusterView } from '../../../src/model/view.ts';
import type { Host } from '../../../src/ui/host.ts';
import type { OverlayProps } from '../../../src/ui/overlays/overlay.ts';
import { at, slowDisk, stage } from '../panes/stage.ts';
import { monitorOf } from '../views.ts';

const never = () => {
  throw new Error('an overlay only shows');
};

export function hostOf(view: ClusterView, samples: readonly ClusterSample[] = [], changes: Partial<Host> = {}): Host {
  const monitor = {
    ...monitorOf([view]),
    oldest: 0,
    newest: samples.length - 1,
    sampleAt: (number: number) => samples[number],
  };
  return {
    monitor,
    subscribe: () => never,
    endpoints: [],
    mode: 'live',
    allowActions: false,
    intervalSeconds: 2,
    now: () => at,
    setInterval: never,
    sampleNow: never,
    mark: never,
    writeSample: never,
    copy: never,
    toggleRecording: never,
    recording: undefined,
    diagnostics: [
      {
        id: 'health',
        title: 'health',
        effect: 'read',
        help: 'Reads a key on each member, serializable and linearizable.',
      },
      {
        id: 'hashkv',
        title: 'compare content',
        effect: 'read',
        help: 'Asks each member to hash its content, which reads all of it.',
      },
      {
        id: 'defrag',
        title: 'defragment',
        effect: 'write',
        help: 'Rewrites the database; the member serves nothing meanwhile.',
      },
    ],
    runDiagnostic: never,
    ...changes,
  };
}

export function overlayStage(changes: Partial<OverlayProps> = {}): OverlayProps {
  const view = changes.view ?? slowDisk();
  return { ...stage({ view, columns: 80, rows: 24 }), host: hostOf(view), ...changes };
}
