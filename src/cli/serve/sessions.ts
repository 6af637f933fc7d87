import type { OpenFeed } from '../feed.ts';
import { createSession, type Session, type SessionOptions } from '../session.ts';

/** One session after another into the same monitor: a new connection takes the place of the old one between two samples. */
export type Sessions = {
  /** Takes samples until `stop`. Rejects with a UsageError when the first feed cannot be opened. */
  readonly run: (open: OpenFeed) => Promise<void>;
  readonly replaceWith: (open: OpenFeed) => void;
  readonly setInterval: (seconds: number) => void;
  readonly stop: () => void;
};

const retryMs = 1000;
/** A tick under way has this long to let go of its calls. */
const graceMs = 1000;

export function createSessions(options: Pick<SessionOptions, 'monitor' | 'failed'>): Sessions {
  let session: Session | undefined;
  let next: OpenFeed | undefined;
  let stopping = false;
  let wake = () => {};

  return {
    run: async (open) => {
      next = open;
      while (next !== undefined && !stopping) {
        session = createSession({ ...options, open: next, writer: () => undefined, retryMs });
        next = undefined;
        const leave = new Promise<void>((resolve) => {
          wake = () => setTimeout(resolve, graceMs);
        });
        await Promise.race([session.run(), leave]);
      }
    },
    replaceWith: (open) => {
      next = open;
      session?.stop();
      wake();
    },
    setInterval: (seconds) => session?.steer((feed) => feed.setInterval(seconds)),
    stop: () => {
      stopping = true;
      session?.stop();
      wake();
    },
  };
}
