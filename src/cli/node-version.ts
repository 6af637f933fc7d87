import { UsageError } from './usage-error.ts';

const [leastMajor, leastMinor] = [22, 19];

/** Refuses a Node that the network code does not run on; it would fail later and in other words. */
export function requireNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new UsageError(`Node ${version} is too old`, `run etcdoc with Node ${leastMajor}.${leastMinor} or later`);
}
