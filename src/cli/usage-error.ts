import { clean } from '../text/clean.ts';
import { errorMessage } from '../text/error-message.ts';

/** Wrong usage or configuration: what, where, what to do, in one line for stderr; the program ends with exit code 2. */
export class UsageError extends Error {
  constructor(...parts: readonly (string | undefined)[]) {
    super(parts.filter((part) => part !== undefined && part !== '').join(': '));
    this.name = 'UsageError';
  }
}

/** Opens something; what fails in that is wrong usage or configuration. */
export function asUsage<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

/** The line for a person; what went wrong may hold foreign text. */
export function errorLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return `etcdoc: ${clean(text.trim().replace(/\s*\n\s*/g, ' '))}\n`;
}
