import { closed, explainFailure, type FailureContext } from './error-text.ts';
import { EtcdError } from './etcd-error.ts';

/** gRPC status codes that mean something here, as numbered on the wire. */
export const grpcCode = { canceled: 1, invalidArgument: 3, permissionDenied: 7, unauthenticated: 16 } as const;

export type RpcStatus = { readonly code: number; readonly message: string; readonly cause?: unknown };

/** A failed call in words: what the server said, or what happened to the connection. */
export function explainRpc(status: RpcStatus, context: FailureContext): EtcdError {
  const { code, message, cause } = status;
  if (cause instanceof EtcdError) return cause;
  if (/stream closed with error code|session has been destroyed/i.test(message) || code === grpcCode.canceled) {
    return new EtcdError('reset', closed(context), { cause });
  }
  if (cause instanceof Error) {
    if (/PROTOCOL_ERROR|Protocol error|FRAME_SIZE/i.test(`${message} ${cause.message}`)) {
      const hint = context.url.protocol === 'http:' ? ` (TLS? try https://${context.url.host})` : '';
      return new EtcdError('rpc', `${context.url.host} does not speak gRPC${hint}`, { cause });
    }
    return explainFailure(cause, context);
  }
  if (/^HTTP \d+/.test(message)) return new EtcdError('rpc', `${context.url.host} does not speak gRPC (${message})`);
  return new EtcdError(isAuth(status) ? 'auth' : 'rpc', message, { cause, grpcCode: code });
}

/** Whether the server wants a (new) token. */
export function wantsToken(error: unknown): boolean {
  if (!(error instanceof EtcdError) || error.grpcCode === undefined) return false;
  return error.grpcCode === grpcCode.unauthenticated || /invalid auth token|user name is empty/.test(error.message);
}

/** Whether the member does not serve this call because it is a learner. */
export function isLearnerRefusal(error: unknown): boolean {
  return error instanceof EtcdError && /not supported for learner/.test(error.message);
}

function isAuth({ code, message }: RpcStatus): boolean {
  return (
    code === grpcCode.permissionDenied ||
    code === grpcCode.unauthenticated ||
    /auth token|user name is empty|authentication failed|permission denied/.test(message)
  );
}
