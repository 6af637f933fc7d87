import { X509Certificate } from 'node:crypto';
import { openHost } from './discovery/host.ts';
import type { CertificateFile } from './discovery/verdict.ts';

/** A certificate of a file: what it is and where, and its last moment in ms since epoch. */
export type CertificateEnd = { readonly what: string; readonly notAfter: number };

/** When the certificates in these files end; files that cannot be read are left out. */
export function certificateEnds(files: readonly CertificateFile[]): CertificateEnd[] {
  return files.flatMap(({ what, path }) => {
    const ends = endsIn(path);
    // The first certificate of a chain is the one that is shown. A bundle of authorities keeps old ones until the last client is gone.
    const notAfter = what.endsWith('CA') ? Math.max(...ends) : ends[0];
    return notAfter === undefined || !Number.isFinite(notAfter) ? [] : [{ what: `${what} ${path}`, notAfter }];
  });
}

/** The files that cannot be read, each in a sentence with why and what to do. */
export function unreadCertificates(
  files: readonly CertificateFile[],
): { readonly path: string; readonly text: string }[] {
  return files.flatMap(({ what, path }) => {
    const read = openHost().read(path);
    if (read.state === 'text') return [];
    return [{ path, text: `${what} ${path} ${read.state === 'unusable' ? read.reason : refusals[read.state]}` }];
  });
}

const refusals = {
  denied: 'cannot be read: permission denied (run as root)',
  absent: 'is named, but not there',
} as const;

/** The ends of the certificates in files; undefined when there are none. */
export type CertificateWatch = {
  /** As last looked at, at most an hour ago. */
  readonly ends: () => readonly CertificateEnd[] | undefined;
  /** Of which files nothing could be read then, why, and what to do. */
  readonly problems: () => readonly string[];
  /** Somebody saw a file change: the next time all are looked at again. */
  readonly lookAgain: () => void;
};

export function watchCertificates(files: readonly CertificateFile[]): CertificateWatch {
  let ends: readonly CertificateEnd[] = [];
  let problems: readonly string[] = [];
  let dueAt = Number.NEGATIVE_INFINITY;
  return {
    ends: () => {
      if (performance.now() >= dueAt) {
        ends = certificateEnds(files);
        problems = unreadCertificates(files).map(({ text }) => `${text}; its end is not watched`);
        dueAt = performance.now() + hourMs;
      }
      return ends.length > 0 ? ends : undefined;
    },
    problems: () => problems,
    lookAgain: () => {
      dueAt = Number.NEGATIVE_INFINITY;
    },
  };
}

const hourMs = 3_600_000;

function endsIn(path: string): number[] {
  const read = openHost().read(path);
  const blocks = (read.state === 'text' ? read.text : '').match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g,
  );
  return (blocks ?? []).flatMap((pem) => {
    try {
      return Date.parse(new X509Certificate(pem).validTo);
    } catch {
      return [];
    }
  });
}
