import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  clientCertificate,
  createAuthority,
  expired,
  writeAuthority,
  writePem,
  wrongNameCertificate,
} from '../../lab/certificates.ts';
import { refusedUrl } from '../../lab/hostile-tcp.ts';
import { labOfFile, pkiOf } from '../scenarios/lab.ts';
import { openTop, type Top } from './top.ts';

const lab = labOfFile();

/** The words of a screen, wherever its lines were broken. */
const wordsOf = (top: Top) =>
  top
    .lines()
    .map((line) => line.trim())
    .join(' ')
    .replaceAll(/\s+/g, ' ');

test('nobody listens: the screen says so, keys answer', async () => {
  const cluster = await lab.cluster({ members: 1, version: '3.4', tls: 'none' });
  const top = lab.keep(await openTop(cluster, ['--endpoints', await refusedUrl()]));
  await top.shows('no member answers', 'nothing listens on 127.0.0.1:');
  await helpAnswers(top);
  await top.quits();
});

test('a CA that did not sign the servers, an expired client certificate and a wrong name are told before the first sample', async () => {
  const cluster = await lab.cluster({ members: 3, version: '3.5', tls: 'mtls' });
  const { authority, server } = pkiOf(cluster);
  const ca = writeAuthority(cluster.directory, await createAuthority('another CA'), 'other-ca');
  const wrongCa = lab.keep(await openTop(cluster, ['--cacert', ca]));
  await wrongCa.shows('no member answers');
  expect(wordsOf(wrongCa)).toContain(`is not signed by ${ca}`);
  await helpAnswers(wrongCa);
  await wrongCa.quits();

  const over = writePem(cluster.directory, 'over', await clientCertificate(authority, expired(1)));
  const late = lab.keep(await openTop(cluster, ['--cert', over.cert, '--key', over.key]));
  await late.shows('no member answers');
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  expect(wordsOf(late)).toContain(`our client certificate ${over.cert} expired on ${yesterday}`);
  await late.quits();

  const elsewhere = writePem(cluster.directory, 'elsewhere', await wrongNameCertificate(authority));
  copyFileSync(elsewhere.cert, server.cert);
  copyFileSync(elsewhere.key, server.key);
  const wrongName = lab.keep(await openTop(cluster));
  await wrongName.shows('no member answers');
  expect(wordsOf(wrongName)).toContain('is not for that name: it names elsewhere.invalid, 192.0.2.1');
  await wrongName.quits();
});

async function helpAnswers(top: Top): Promise<void> {
  top.send('?');
  await top.until((screen) => screen.includes('HELP'), 'the help', 4_000);
  top.send('\x1b');
  await top.until((screen) => !screen.includes('HELP'), 'the help gone', 4_000);
}
