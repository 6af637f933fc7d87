import type { Listener } from '../../serve/listener.ts';
import type { Assembly } from './assembly.ts';

const everyMs = 500;

/** Looks after what happens between samples: a loop that is silent, outputs that fail, files of the listener or for etcd that cannot be used. Returns what ends it. */
export function watchBetweenSamples({ daemon, outputs, speech, peers }: Assembly, listener: Listener): () => void {
  let told: readonly string[] = [];
  const timer = setInterval(() => {
    daemon.watch();
    for (const news of outputs.news()) speech.note('warn', 'ETCD_OUTPUT', news);
    const problems = [peers.problem() ?? [], ...listener.problems(), ...(daemon.board.sample?.notices ?? [])].flat();
    for (const problem of problems) if (!told.includes(problem)) speech.note('error', 'ETCD_CONFIG', problem);
    told = problems;
  }, everyMs);
  return () => clearInterval(timer);
}
