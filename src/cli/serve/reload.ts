import { errorMessage } from '../../text/error-message.ts';
import { liveFeed } from '../feed.ts';
import type { Assembly } from './assembly.ts';
import { daemonSettings, readConfiguration, type ServeFlags } from './configuration.ts';
import { type Changes, changesBetween, takenOver } from './configuration-changes.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** Reads the configuration again and puts in force what changed; one that cannot be used leaves the old one as it is. Either is said. */
export function reloading(flags: ServeFlags, assembly: Assembly): (why: string) => void {
  const { daemon, speech } = assembly;
  return oneAtATime(async (why) => {
    try {
      const changes = await replaceConfiguration(flags, assembly);
      daemon.tally.reload('ok');
      const level = changes.later.length > 0 ? 'warn' : 'info';
      speech.note(level, 'ETCD_CONFIG', `configuration read again (${why}): ${sentenceOf(changes)}`);
    } catch (error) {
      daemon.tally.reload('failed');
      speech.note('error', 'ETCD_CONFIG', `the old configuration stays in force (${why}): ${errorMessage(error)}`);
    }
  });
}

async function replaceConfiguration(flags: ServeFlags, assembly: Assembly): Promise<Changes> {
  const { inForce, daemon, outputs, sessions } = assembly;
  const fresh = await readConfiguration(flags);
  const { intervalSeconds } = fresh.settings;
  const changes = changesBetween(inForce.configuration, fresh);
  const { now } = changes;
  // Opened before anything is given up: what cannot be opened leaves everything as it was.
  const feed = now.includes('connection') ? await liveFeed(fresh.plan, intervalSeconds)() : undefined;
  try {
    if (now.includes('outputs')) outputs.open(fresh.outputs, daemon.board);
  } catch (error) {
    feed?.close();
    throw error;
  }
  inForce.configuration = takenOver(inForce.configuration, fresh);
  daemon.reconfigure(daemonSettings(inForce.configuration));
  if (feed) {
    daemon.forgetLocal();
    sessions.replaceWith(async () => feed);
  } else if (now.includes('interval')) sessions.setInterval(intervalSeconds);
  return changes;
}

function sentenceOf({ now, later }: Changes): string {
  const taken = now.length > 0 ? `in force now: ${now.join(', ')}` : 'nothing that can change at run time did';
  return later.length > 0 ? `${taken}; only after a restart: ${later.join(', ')}` : taken;
}
