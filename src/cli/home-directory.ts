import { homedir } from 'node:os';

/** The user's home; `/` for a user id that has no entry in passwd and no HOME, as under systemd's DynamicUser= or in a container. */
export function homeDirectory(env: Readonly<Record<string, string | undefined>>): string {
  if (env.HOME) return env.HOME;
  try {
    return homedir();
  } catch {
    return '/';
  }
}
