import { hostname } from 'node:os';
import { type MemberPage, openMemberPage } from '../../collector/member-page.ts';
import { errorMessage } from '../../text/error-message.ts';
import { outliveClosedOutput } from '../closed-output.ts';
import { type AttachedOutputs, createOutputs } from './attached-outputs.ts';
import { type Configuration, daemonSettings } from './configuration.ts';
import { createDaemon, type Daemon } from './daemon.ts';
import { hostNames, localMemberId } from './local-member.ts';
import { type PeerLiveness, watchPeerLiveness } from './peer-liveness.ts';
import { reportClock } from './report-clock.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSpeech, type Speech } from './speech.ts';

/** The configuration in force; a reload puts another in its place. */
export type InForce = { configuration: Configuration };

/** The parts of the daemon, joined: what each sample goes through. Nothing is asked, sent or listened on yet. */
export type Assembly = {
  readonly inForce: InForce;
  readonly daemon: Daemon;
  readonly sessions: Sessions;
  readonly outputs: AttachedOutputs;
  readonly memberPage: MemberPage;
  readonly speech: Speech;
  readonly peers: PeerLiveness;
};

export function assemble(configuration: Configuration): Assembly {
  const inForce: InForce = { configuration };
  const node = process.env.NODE_NAME || hostname();
  const speech = createSpeech(process.stdout, node, () => inForce.configuration.settings);
  outliveClosedOutput(speech.end);
  const memberPage = openMemberPage();
  const outputs = createOutputs();
  const here = hostNames();
  const peers = peersOf(inForce, here);
  const daemon = daemonOf(inForce, node, { speech, outputs, peers, here });
  const report = reportClock();
  const sessions = createSessions({
    monitor: {
      push: (sample) => {
        const view = daemon.take(sample);
        memberPage.take(sample, daemon.board.localId);
        const entry = report.due(view, sample.mono, inForce.configuration);
        if (entry) speech.entry(entry);
        return view;
      },
    },
    failed: (what, error) => {
      daemon.tally.loopError();
      speech.note('error', 'ETCD_LOOP', `${what} failed: ${errorMessage(error)}`);
    },
  });
  return { inForce, daemon, sessions, outputs, memberPage, speech, peers };
}

function peersOf(inForce: InForce, here: ReadonlySet<string>): PeerLiveness {
  const { listen, tlsCertFile } = inForce.configuration.settings;
  const name = () => inForce.configuration.settings.peers;
  return watchPeerLiveness({ listen, secure: tlsCertFile !== undefined, here, name });
}

type Parts = Pick<Assembly, 'speech' | 'outputs' | 'peers'> & { readonly here: ReadonlySet<string> };

function daemonOf(inForce: InForce, node: string, { speech, outputs, peers, here }: Parts): Daemon {
  return createDaemon({
    settings: daemonSettings(inForce.configuration),
    node,
    localIdOf: (sample) => localMemberId(sample, localUrls(inForce.configuration), here),
    peers,
    say: (notices) => {
      speech.notices(notices);
      outputs.take(notices.filter((notice) => notice.kind === 'alert'));
    },
    clock: () => ({ at: Date.now(), mono: performance.now() }),
    linesDropped: speech.dropped,
    outputs: outputs.delivered,
  });
}

/** What is asked first; a member that answers at one of them is the one on this host, if the address is. */
const localUrls = ({ plan }: Configuration): readonly string[] => [...plan.endpoints, ...plan.metricsUrls];
