import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { certificateEnds, watchCertificates } from '../../src/collector/certificate-ends.ts';
import { clientCertificate, createAuthority, expired, expiresSoon, writePem } from '../lab/certificates.ts';

const day = 86_400_000;
const directory = mkdtempSync(join(tmpdir(), 'etcdoc-ends-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const daysFromNow = ({ notAfter }: { notAfter: number }) => Math.round((notAfter - Date.now()) / day);

test('the first certificate of a chain counts, of an authority’s bundle the one that lasts', async () => {
  const authority = await createAuthority();
  const [soon, over] = [
    await clientCertificate(authority, expiresSoon(3)),
    await clientCertificate(authority, expired(5)),
  ];
  const chain = file('chain.crt', soon.cert + authority.pem);
  const bundle = file('bundle.crt', `# old\n${over.cert}# new\n${authority.pem}`);
  const ends = certificateEnds([
    { what: 'client certificate', path: chain },
    { what: 'peer CA', path: bundle },
    { what: 'old', path: file('over.crt', over.cert) },
  ]);
  expect(ends.map(({ what }) => what)).toEqual([
    `client certificate ${chain}`,
    `peer CA ${bundle}`,
    `old ${directory}/over.crt`,
  ]);
  expect(ends.map(daysFromNow)).toEqual([3, 3650, -5]);
});

test('what is no certificate, not there or no file is left out', async () => {
  const { key } = await clientCertificate(await createAuthority());
  const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const paths = [file('key.pem', key), file('damaged.crt', damaged), join(directory, 'none'), directory];
  expect(certificateEnds(paths.map((path) => ({ what: 'x', path })))).toEqual([]);
});

test('files are looked at again after an hour, and when one is known to have changed', async () => {
  const authority = await createAuthority();
  const { cert: path } = writePem(directory, 'watched', await clientCertificate(authority, { untilDays: 10 }));
  const { ends, lookAgain } = watchCertificates([{ what: 'client certificate', path }]);
  expect(ends()?.map(daysFromNow)).toEqual([10]);
  writePem(directory, 'watched', await clientCertificate(authority, { untilDays: 20 }));
  expect(ends()?.map(daysFromNow)).toEqual([10]);
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 3_600_001);
  expect(ends()?.map(daysFromNow)).toEqual([20]);
  clock.mockRestore();
  writePem(directory, 'watched', await clientCertificate(authority, { untilDays: 30 }));
  expect(ends()?.map(daysFromNow)).toEqual([20]);
  lookAgain();
  expect(ends()?.map(daysFromNow)).toEqual([30]);
  expect(watchCertificates([]).ends()).toBeUndefined();
});

test('which files could not be read is told, with why, as of the last look', () => {
  const path = join(directory, 'later.crt');
  const watch = watchCertificates([
    { what: 'peer certificate', path },
    { what: 'x', path: directory },
  ]);
  expect(watch.problems()).toEqual([]);
  watch.ends();
  expect(watch.problems()).toEqual([
    `peer certificate ${path} is named, but not there; its end is not watched`,
    `x ${directory} is no regular file; its end is not watched`,
  ]);
  writeFileSync(path, '');
  watch.lookAgain();
  watch.ends();
  expect(watch.problems()).toEqual([`x ${directory} is no regular file; its end is not watched`]);
});
