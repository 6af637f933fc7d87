import { at, listOf, textOf } from './yaml-values.ts';

/** A container of a static pod's manifest. */
export type PodContainer = {
  readonly name: string;
  /** Command and arguments; a shell script is one word. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where a path of the container is on the host; the same when nothing is mounted there. */
  readonly hostPath: (path: string) => string;
};

/** The containers of a pod manifest. */
export function podContainers(manifest: unknown): PodContainer[] {
  const volumes = new Map<string, string>();
  for (const volume of listOf(at(manifest, 'spec', 'volumes'))) {
    const [name, path] = [textOf(at(volume, 'name')), textOf(at(volume, 'hostPath', 'path'))];
    if (name !== undefined && path !== undefined) volumes.set(name, path);
  }
  return listOf(at(manifest, 'spec', 'containers')).map((container) => ({
    name: textOf(at(container, 'name')) ?? '',
    words: [...listOf(at(container, 'command')), ...listOf(at(container, 'args'))].flatMap(
      (word) => textOf(word) ?? [],
    ),
    environment: Object.fromEntries(
      listOf(at(container, 'env')).flatMap((one): [string, string][] => {
        const [name, value] = [textOf(at(one, 'name')), textOf(at(one, 'value'))];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
    ),
    hostPath: mapping(listOf(at(container, 'volumeMounts')), volumes),
  }));
}

function mapping(mounts: readonly unknown[], volumes: ReadonlyMap<string, string>): (path: string) => string {
  const pairs = mounts.flatMap((mount): { inside: string; outside: string }[] => {
    const [inside, outside] = [textOf(at(mount, 'mountPath')), volumes.get(textOf(at(mount, 'name')) ?? '')];
    return inside === undefined || outside === undefined
      ? []
      : [{ inside: trimmed(inside), outside: trimmed(outside) }];
  });
  // The innermost mount is the one that is seen.
  const innermost = pairs.toSorted((a, b) => b.inside.length - a.inside.length);
  return (path) => {
    const mount = innermost.find(({ inside }) => path === inside || path.startsWith(`${inside}/`));
    return mount === undefined ? path : `${mount.outside}${path.slice(mount.inside.length)}`;
  };
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}
