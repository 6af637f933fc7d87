import * as z from 'zod';
import { clean } from '../../text/clean.ts';
import { errorMessage } from '../../text/error-message.ts';
import type { Outcome } from './delivery.ts';
import { post } from './post.ts';
import { checkSecret, readSecret } from './secret-file.ts';

const given = z.string().refine((text) => text.trim() !== '', 'is empty: remove it, or write what it names');

/** A number of seconds within bounds, its config error in words. */
export const secondsBetween = (least: number, most: number) =>
  z.number().refine((value) => value >= least && value <= most, `is no number of seconds from ${least} to ${most}`);

/** How long an attempt may last. */
export const timeoutKeys = { timeout_seconds: secondsBetween(0.1, 60).optional() };

/** Keys that every output to a receiver of one's own has. */
export const receiverKeys = {
  username: given.optional(),
  password_file: given.optional(),
  bearer_token_file: given.optional(),
  ca_file: given.optional(),
  ...timeoutKeys,
};

/** Who the daemon is to a receiver, and whom it trusts. */
export type Receiver = {
  readonly username?: string | undefined;
  readonly password_file?: string | undefined;
  readonly bearer_token_file?: string | undefined;
  readonly ca_file?: string | undefined;
};

/** An http or https URL without a user name: what is wrong with it is said without repeating it. */
export const receiverUrl = z.string().check((context) => {
  const url = URL.canParse(context.value) ? new URL(context.value) : undefined;
  const wrong = (message: string) => context.issues.push({ code: 'custom', message, input: undefined });
  if (url === undefined || !/^https?:$/.test(url.protocol))
    wrong('is no http or https URL: write it as http://HOST:PORT');
  else if (url.username !== '' || url.password !== '')
    wrong('holds a user name or password: use username and password_file, or bearer_token_file');
});

/** What is said when a receiver's keys contradict each other. */
export const oneIdentity = (receiver: Receiver): boolean =>
  (receiver.username === undefined) === (receiver.password_file === undefined) &&
  (receiver.username === undefined || receiver.bearer_token_file === undefined);
export const oneIdentityMessage = 'needs username and password_file together, or bearer_token_file, or neither';

/** Refuses files of a receiver that cannot be read; `key` is its key under `serve:`. */
export function checkReceiver(key: string, receiver: Receiver): void {
  for (const name of ['password_file', 'bearer_token_file', 'ca_file'] as const)
    checkSecret(`${key}.${name}`, receiver[name]);
}

/** Posts JSON to a receiver once, with its identity as the files have it now. */
export async function postTo(
  receiver: Receiver,
  url: URL,
  content: { readonly body: string; readonly alsoGood?: readonly number[] | undefined },
  agent: string,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const ca = receiver.ca_file === undefined ? undefined : readSecret(receiver.ca_file);
    const { header, secrets } = identity(receiver);
    const headers = { 'user-agent': agent, ...(header !== undefined && { authorization: header }) };
    return await post({ url, ...content, headers, ca, secrets }, signal);
  } catch (error) {
    // A file that is being replaced, or a token that is no header: the next attempt reads it again. Node repeats neither the value of a
    // bad header nor a file's content in its messages.
    return { kind: 'later', why: clean(errorMessage(error)) };
  }
}

function identity({ username, password_file, bearer_token_file }: Receiver) {
  if (bearer_token_file !== undefined) {
    const token = readSecret(bearer_token_file);
    return { header: `Bearer ${token}`, secrets: [token] };
  }
  if (username === undefined || password_file === undefined) return { header: undefined, secrets: [] };
  const password = readSecret(password_file);
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return { header: `Basic ${basic}`, secrets: [password, basic] };
}
