import { homedir, hostname, tmpdir, userInfo } from 'node:os';

/** Words that a recording given to others must not hold: this host's name, its paths, secrets, and keys that the load writes. */
export function privateWords(paths: readonly string[] = []): string[] {
  const secrets = ['PRIVATE KEY', 'BEGIN CERTIFICATE', 'password', 'etcdoc-lab/load', 'etcdoc-lab/fill'];
  const places = [process.cwd(), homedir(), `${tmpdir()}/`, hostname(), `/${userInfo().username}/`, ...paths];
  return [...secrets, ...places.filter((word) => word.length > 3)];
}
