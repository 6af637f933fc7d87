import { counter, type Family, one } from '../report/exposition-family.ts';
import type { ProcessNumbers } from './process-numbers.ts';

/** This process under the names that every Prometheus client uses. */
export function processFamilies(own: ProcessNumbers): readonly Family[] {
  return [
    counter('process_cpu_seconds_total', 'CPU time used by this process.', [[{}, own.cpuSeconds]]),
    one('process_resident_memory_bytes', 'Resident memory of this process.', own.residentBytes),
    one('process_start_time_seconds', 'When this process started, unix time.', own.startedAtSeconds),
    one('process_open_fds', 'Open file descriptors of this process.', own.openFds),
    one('process_max_fds', 'Limit of open file descriptors.', own.maxFds),
    one('nodejs_heap_size_used_bytes', 'Heap in use.', own.heapUsedBytes),
    one('nodejs_heap_size_total_bytes', 'Heap reserved.', own.heapTotalBytes),
    one('nodejs_external_memory_bytes', 'Memory held outside the heap.', own.externalBytes),
    one(
      'nodejs_eventloop_lag_p99_seconds',
      'By how much timers were late in the last one to two minutes, p99.',
      own.lagP99Seconds,
    ),
    one(
      'nodejs_eventloop_lag_max_seconds',
      'By how much timers were late in the last one to two minutes, at most.',
      own.lagMaxSeconds,
    ),
  ];
}
