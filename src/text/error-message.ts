/** What something thrown says. Foreign text: it may quote whatever was read. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
