import type { ErrorKind, SampleError } from '../model/sample.ts';
import { errorMessage } from '../text/error-message.ts';

/** What went wrong in words for people, with a kind for rules. `grpcCode` is the status code where a server gave one. */
export class EtcdError extends Error {
  readonly kind: ErrorKind;
  readonly grpcCode: number | undefined;

  constructor(kind: ErrorKind, text: string, options: { readonly cause?: unknown; readonly grpcCode?: number } = {}) {
    super(text, { cause: options.cause });
    this.name = 'EtcdError';
    this.kind = kind;
    this.grpcCode = options.grpcCode;
  }
}

/** Any failure as data for a sample. */
export function sampleError(error: unknown): SampleError {
  if (error instanceof EtcdError) return { kind: error.kind, text: error.message };
  return { kind: 'other', text: errorMessage(error) };
}
