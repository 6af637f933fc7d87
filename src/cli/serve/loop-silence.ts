import type { Alert } from '../../model/finding.ts';
import { formatDuration } from '../../model/format.ts';

/** The daemon's alert about itself: its loop gives no samples, so that nothing else would be said. */
export const loopSilence = {
  key: 'stale loop',
  alert: (at: number, seconds: number, thresholdSeconds: number): Alert => ({
    key: loopSilence.key,
    check: 'stale',
    subject: 'cluster',
    subjectName: 'etcdoc',
    severity: 'critical',
    raisedAt: at - seconds * 1000,
    flaps: 0,
    finding: {
      check: 'stale',
      severity: 'critical',
      subject: 'cluster',
      subjectName: 'etcdoc',
      value: seconds,
      threshold: thresholdSeconds,
      unit: 'seconds',
      text: `no sample was taken for ${formatDuration(seconds)}: the loop of this daemon is held up, what it says is that old`,
      remedy: 'Look at the CPU and memory that this daemon gets; restart it if that lasts.',
      source: 'three intervals without a sample',
    },
  }),
} as const;
