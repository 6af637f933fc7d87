import { expect, test } from 'vitest';
import { findMirror } from './apt.ts';

test('a one-line source with options', () => {
  const text =
    '# deb http://old.invalid/debian x main\ndeb [arch=amd64 signed-by=/k.gpg] http://mirror.invalid/debian bookworm main\n';
  expect(findMirror([{ name: '/etc/apt/sources.list', text }])).toEqual({
    uri: 'http://mirror.invalid/debian',
    signedBy: '/k.gpg',
  });
});

test('a deb822 stanza, passing over security, other archives, sources and what is off', () => {
  const stanzas = [
    'Types: deb\nURIs: http://vendor.invalid/apt\nSuites: any\nComponents: main',
    'Types: deb\nURIs: http://mirror.invalid/debian-security\nSuites: s\nComponents: main',
    'Types: deb-src\nURIs: http://sources.invalid/debian\nSuites: s\nComponents: main',
    'Enabled: no\nTypes: deb\nURIs: http://off.invalid/debian\nSuites: s\nComponents: main',
    'Types: deb\n# a remark\nURIs: https://mirror.invalid/debian/\nSuites: s\nSigned-By: /usr/share/keyrings/k.gpg',
  ];
  const files = [{ name: '/etc/apt/sources.list.d/debian.sources', text: stanzas.join('\n\n') }];
  expect(findMirror(files)).toEqual({ uri: 'https://mirror.invalid/debian/', signedBy: '/usr/share/keyrings/k.gpg' });
});

test('none where apt has no Debian archive', () => {
  expect(
    findMirror([{ name: '/etc/apt/sources.list', text: 'deb http://mirror.invalid/ubuntu noble main\n' }]),
  ).toBeUndefined();
});
