import { alarmWords } from '../model/derive/alarms.ts';
import type { DiagnosticResult } from '../model/diagnostic.ts';
import { formatSeconds } from '../model/format.ts';
import type { Level } from '../model/reading.ts';
import type { StatusSample } from '../model/sample.ts';
import type { MemberView } from '../model/view.ts';
import { errorMessage } from '../text/error-message.ts';
import { withDeadline } from './deadline.ts';
import type { Diagnostic, DiagnosticContext } from './diagnostic.ts';
import { type Answer, eachMember } from './each-member.ts';

type Asked<T> = { readonly value?: T | undefined; readonly error?: string | undefined };

type Health = {
  readonly status: Asked<StatusSample>;
  readonly serializable: Asked<number>;
  /** Undefined where it is not asked: learners refuse it. */
  readonly linearizable: Asked<number> | undefined;
};

/** Per member: does it answer from its own data, does it answer through the leader, and what does it complain about. */
export const health: Diagnostic = {
  id: 'health',
  title: 'Health of each member',
  effect: 'read',
  help: 'Asks each member for Status, a local read and a read through the leader (one round of heartbeats each); no key is read.',
  async *run(context) {
    const started = context.view.members.filter((member) => member.role !== 'unstarted');
    const answers = yield* eachMember(started, context, (member) => examine(member, context));
    if (answers) yield { kind: 'result', result: conclude(answers, context) };
  },
};

async function examine(member: MemberView, { client, deadlineMs, signal }: DiagnosticContext): Promise<Health> {
  const ask = async <T>(call: () => Promise<T>): Promise<Asked<T>> => {
    try {
      return { value: await withDeadline(call(), deadlineMs, signal) };
    } catch (error) {
      return { error: errorMessage(error) };
    }
  };
  const read = (how: 'serializable' | 'linearizable') =>
    ask(async () => (await client(member.id).read(how, deadlineMs, signal)).seconds);
  const [status, serializable, linearizable] = await Promise.all([
    ask(async () => (await client(member.id).status(deadlineMs, signal)).status),
    read('serializable'),
    member.role === 'learner' ? undefined : read('linearizable'),
  ]);
  return { status, serializable, linearizable };
}

function conclude(answers: readonly Answer<Health>[], { view }: DiagnosticContext): DiagnosticResult {
  const unstarted = view.members.filter((member) => member.role === 'unstarted');
  const troubled = answers.filter(({ value }) => complaints(value).length > 0);
  const reached = answers.filter(({ value }) => value.status.value || value.serializable.value !== undefined);
  return {
    id: 'health',
    verdict: verdictOf(answers.length, reached.length, troubled.length, unstarted.length),
    summary: summaryOf(answers.length, troubled, unstarted.length),
    table: {
      columns: ['MEMBER', 'STATUS', 'LOCAL READ', 'LEADER READ', 'ERRORS'],
      rows: answers.map(({ member, value }) => [
        member.label,
        value.status.value ? formatSeconds(value.status.value.rttSeconds) : 'failed',
        value.serializable.value === undefined ? 'failed' : formatSeconds(value.serializable.value),
        value.linearizable === undefined ? '-' : (cell(value.linearizable) ?? 'failed'),
        value.status.value?.errors.map((text) => alarmWords(text, view.members)).join('; ') || '-',
      ]),
    },
    notes: [
      ...troubled.flatMap(({ member, value }) =>
        complaints(value, view.members).map((text) => `${member.label}: ${text}`),
      ),
      ...answers
        .filter(({ value }) => !value.linearizable)
        .map(({ member }) => `${member.label} is a learner: it serves local reads only.`),
      ...unstarted.map((member) => `${member.label} was added and has never started.`),
    ],
    data: answers.map(({ member, value }) => dataOf(member, value)),
  };
}

const cell = ({ value }: Asked<number>) => (value === undefined ? undefined : formatSeconds(value));

function complaints({ status, serializable, linearizable }: Health, members: readonly MemberView[] = []): string[] {
  if (status.error !== undefined && serializable.error !== undefined) return [`does not answer: ${status.error}`];
  return [
    status.error === undefined ? undefined : `Status failed: ${status.error}`,
    serializable.error === undefined ? undefined : `local read failed: ${serializable.error}`,
    linearizable?.error === undefined ? undefined : `read through the leader failed: ${linearizable.error}`,
    ...(status.value?.errors.map((text) => `reports ${alarmWords(text, members)}`) ?? []),
  ].filter((text) => text !== undefined);
}

function verdictOf(asked: number, reached: number, troubled: number, unstarted: number): Level {
  if (reached === 0) return 'unknown';
  if (troubled > 0 || reached < asked) return 'critical';
  return unstarted > 0 ? 'warning' : 'ok';
}

function summaryOf(asked: number, troubled: readonly Answer<Health>[], unstarted: number): string {
  if (asked === 0) return 'no member is known to ask';
  if (troubled.length > 0) return `${troubled.map(({ member }) => member.label).join(', ')}: not healthy`;
  const others = unstarted > 0 ? `; ${unstarted} never started` : '';
  const who = asked === 1 ? 'the only member answers' : `all ${asked} members answer`;
  return `${who}, locally and through the leader${others}`;
}

function dataOf(member: MemberView, { status, serializable, linearizable }: Health) {
  return {
    member: member.id,
    name: member.label,
    statusSeconds: status.value?.rttSeconds ?? null,
    serializableSeconds: serializable.value ?? null,
    linearizableSeconds: linearizable?.value ?? null,
    errors: status.value?.errors ?? [],
    failures: [status.error, serializable.error, linearizable?.error].filter((text) => text !== undefined),
  };
}
