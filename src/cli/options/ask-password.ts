import { UsageError } from '../usage-error.ts';

/** Asks for a password on the terminal, without echo; the prompt goes to stderr so that stdout stays clean. */
export function askPassword(name: string, from: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    throw new UsageError(from, `no password for ${name}`, 'set ETCDCTL_PASSWORD, there is no terminal to ask on');
  }
  stderr.write(`Password for ${name}: `);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8').resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const done = (settle: () => void) => {
      stdin.setRawMode(false);
      stdin.pause();
      stdin.off('data', read);
      stderr.write('\n');
      settle();
    };
    const read = (keys: string) => {
      for (const key of keys) {
        if (key === '\r' || key === '\n' || key === '\x04') return done(() => resolve(typed));
        if (key === '\x03') return done(() => reject(new UsageError(from, 'no password was given')));
        if (key === '\x7f' || key === '\b') typed = typed.slice(0, -1);
        else if (key === '\x15') typed = '';
        else typed += key;
      }
    };
    stdin.on('data', read);
  });
}
