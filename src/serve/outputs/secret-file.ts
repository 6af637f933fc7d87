import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { OutputError } from './output-error.ts';

const mostBytes = 1 << 20;

/** The text of a file with a token, password or CA, without the line break at its end. Read for each attempt: such files are renewed in place. */
export function readSecret(file: string): string {
  const { size } = statSync(file);
  if (size > mostBytes) throw new Error(`${file} has ${size} bytes: it holds no token, password or CA`);
  const text = readFileSync(file, 'utf8').trim();
  if (text === '') throw new Error(`${file} is empty`);
  return text;
}

/** Refuses a file that is missing, unreadable or empty before anything is sent. */
export function checkSecret(key: string, file: string | undefined): void {
  if (file === undefined) return;
  try {
    accessSync(file, constants.R_OK);
    readSecret(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw new OutputError(key, message, 'name the file that holds it');
    throw new OutputError(key, `cannot read ${file}`, `${code}, check the path and who may read it`);
  }
}
