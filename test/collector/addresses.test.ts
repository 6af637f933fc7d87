import { describe, expect, test } from 'vitest';
import { addressesOf } from '../../src/collector/addresses.ts';
import { endpointKey, parseEndpoint } from '../../src/collector/endpoint.ts';

const member = (clientUrls: string[], peerUrls = ['https://10.0.0.2:2380']) => ({
  id: 'b',
  name: 'cp-2',
  clientUrls,
  peerUrls,
  learner: false,
});
const known = (given: string[], owners: Record<string, string> = {}) => ({
  given,
  owners: new Map(Object.entries(owners)),
  ids: new Set(['a', 'b']),
});

describe('where a member may be asked', () => {
  test.each([
    [
      'what it advertises, then its peer host',
      ['https://cp-2:2379'],
      known(['https://10.0.0.1:2379']),
      ['https://cp-2:2379', 'https://10.0.0.2:2379'],
    ],
    [
      'loopback is the last resort from elsewhere',
      ['https://127.0.0.1:2379'],
      known(['https://10.0.0.1:2379']),
      ['https://10.0.0.2:2379', 'https://127.0.0.1:2379'],
    ],
    [
      'loopback is good when it is how the cluster was reached',
      ['https://127.0.0.1:2379'],
      known(['https://127.0.0.1:1']),
      ['https://127.0.0.1:2379', 'https://10.0.0.2:2379'],
    ],
    [
      'never where another member answers',
      ['https://127.0.0.1:2379'],
      known(['https://127.0.0.1:2379'], { 'https://127.0.0.1:2379': 'a' }),
      ['https://10.0.0.2:2379'],
    ],
    [
      'where one answered that is no member any more',
      ['https://cp-2:2379'],
      known([], { 'https://cp-2:2379': 'gone' }),
      ['https://cp-2:2379', 'https://10.0.0.2:2379'],
    ],
    [
      'the given endpoint where it answered first',
      ['https://cp-2:2379'],
      known(['https://vip:443'], { 'https://vip': 'b' }),
      ['https://vip:443', 'https://cp-2:2379', 'https://10.0.0.2:2379'],
    ],
    [
      'nothing advertised: the scheme and port of the given endpoint',
      [],
      known(['http://10.0.0.1:4001']),
      ['http://10.0.0.2:4001'],
    ],
    [
      'unix sockets are passed over',
      ['unix:///run/etcd.sock', 'http://cp-2:2379'],
      known([]),
      ['http://cp-2:2379', 'http://10.0.0.2:2379'],
    ],
  ])('%s', (_, clientUrls, where, expected) => {
    expect(addressesOf(member(clientUrls), where)).toEqual(expected);
  });

  test('IPv6 hosts keep their brackets, each address comes once', () => {
    const both = member(['https://[fd00::2]:2379'], ['https://[fd00::2]:2380']);
    expect(addressesOf(both, known(['https://[fd00::1]:2379']))).toEqual(['https://[fd00::2]:2379']);
  });
});

describe('an endpoint', () => {
  test.each([
    ['http://127.0.0.1:2379', 'http://127.0.0.1:2379'],
    ['HTTPS://Host:2379/', 'https://host:2379'],
    ['10.0.0.1:2379', 'http://10.0.0.1:2379'],
    ['http://[::1]:2379', 'http://[::1]:2379'],
    ['http://user:secret@host:2379', 'http://host:2379'],
  ])('%s is %s', (text, origin) => {
    expect(parseEndpoint(text).origin).toBe(origin);
    expect(endpointKey(text.includes('//') ? text : `http://${text}`)).toBe(origin);
    expect(parseEndpoint(text).href).not.toContain('secret');
  });

  test.each([
    ['unix:///run/etcd.sock', /unix sockets are not supported/],
    ['unixs://x', /unix sockets/],
    ['ftp://host:1', /only http:\/\/ and https:\/\//],
    ['http://', /not a URL/],
    ['http://host:99999', /not a URL/],
    ['', /not a URL/],
  ])('%s is refused in one line', (text, words) => {
    expect(() => parseEndpoint(text)).toThrow(words);
  });
});
