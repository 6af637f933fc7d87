import { UsageError } from '../usage-error.ts';

/** Where to listen; a host of '::' is every address of the machine, of both families. */
export type ListenAddress = { readonly host: string; readonly port: number };

/** Where `etcdoc serve` listens unless told otherwise. */
export const defaultDaemonPort = 8080;

/** Reads `ADDR:PORT`, `[::]:PORT`, `:PORT` or `PORT`; port 0 is any free one. */
export function parseListen(text: string, from: string): ListenAddress {
  const [, bracketed, plain, port] =
    /^(?:(?:\[([0-9a-fA-F:.%\w]+)\]|([^\s:[\]/]*)):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new UsageError(from, `${text} is no address to listen on`, 'write ADDR:PORT, :PORT or [::]:PORT');
  return { host: bracketed ?? (plain || '::'), port: Number(port) };
}
