const queries = /(\bhttps?:\/\/[^\s?"'<>]+)\?[^\s"'<>]*?(?=[,;:).]*(?:[\s"'<>]|$))/g;

/** A report as it may be passed on: what stands in URLs for a user, a password or a query is left out. */
export function withoutSecrets(text: string): string {
  return text.replace(/(:\/\/)[^\s/"'@]*@/g, '$1').replace(queries, '$1?...');
}
