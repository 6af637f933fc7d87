/** An output that cannot be opened as configured: what, where, what to do, without a secret in it. */
export class OutputError extends Error {
  constructor(key: string, ...parts: readonly string[]) {
    super([`serve.${key}`, ...parts].join(': '));
    this.name = 'OutputError';
  }
}
