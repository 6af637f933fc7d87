import { describe, expect, test } from 'vitest';
import { chooseCommand } from '../../../src/cli/arguments.ts';
import { seconds } from '../../../src/cli/options/argument-parsers.ts';
import { parseDuration, parseSeconds } from '../../../src/cli/options/duration.ts';
import { endpointsFromSrv } from '../../../src/cli/options/srv.ts';
import { createProgram } from '../../../src/cli/program.ts';

describe('the command', () => {
  const program = createProgram();
  test.each([
    [[], true, ['top']],
    [[], false, ['help']],
    [['-d', '5'], true, ['top', '-d', '5']],
    [['--once'], false, ['check']],
    [['--once', '-o', 'json'], false, ['check', '-o', 'json']],
    [['top', '--once', '--cacert', 'x'], true, ['check', '--cacert', 'x']],
    [['check', '--once'], true, ['check']],
    [['-once'], false, ['check']],
    [['-config', 'x.yaml', '-once'], false, ['check', '--config', 'x.yaml']],
    [['-once', '-config=x.yaml'], true, ['check', '--config=x.yaml']],
    [['-interval', '30s', '-once'], false, ['check']],
    [['-interval=30s', '--once=true', '-config', 'x.yaml'], false, ['check', '--config', 'x.yaml']],
    [['--once', '--interval', '5', '-o', 'json'], false, ['check', '-o', 'json']],
    [['-interval', '10s'], true, ['top', '--interval', '10s']],
    [['check', '-o', 'nce'], false, ['check', '-o', 'nce']],
    [['--version'], false, ['--version']],
    [['record', 'x'], false, ['record', 'x']],
  ])('%j on a terminal: %s is %j', (words, onTerminal, chosen) => {
    expect(chooseCommand(words, program, onTerminal)).toEqual(chosen);
  });

  test('does not take any interval beside --once', () => {
    expect(() => chooseCommand(['--once', '-interval', 'often'], program, true)).toThrow(
      'often is no number of seconds',
    );
    expect(() => chooseCommand(['--once', '-interval'], program, true)).toThrow('--interval: a number of seconds');
  });

  test('that is unknown is met with the nearest', () => {
    expect(() => chooseCommand(['chek'], program, true)).toThrow('unknown command chek: did you mean check?');
  });
});

describe('durations', () => {
  test.each([
    ['2s', 2000],
    ['500ms', 500],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['100us', 0.1],
    ['0', 0],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBeCloseTo(ms, 9));
  test.each(['', '5', 's', '5 s', '-1s', '5sec', '1s2'])('%j is none', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
  test.each([
    ['60', 60],
    ['.5', 0.5],
    ['1m', 60],
  ])('%s is seconds too', (text, value) => expect(parseSeconds(text)).toBe(value));
  test('of more than a timer can hold are refused: it would fire at once', () => {
    expect(seconds('--window', 0.5)('288h')).toBe(1_036_800);
    expect(() => seconds('--window', 0.5)('99999999')).toThrow('99999999 is too long');
  });
});

describe('SRV records', () => {
  const domain = { value: 'example.org', from: '--discovery-srv', rank: 4 as const };

  test('of both services become endpoints', async () => {
    const asked: string[] = [];
    const urls = await endpointsFromSrv(domain, 'prod', 1000, async (service) => {
      asked.push(service);
      return [{ name: service.includes('ssl') ? 'a.example.org.' : 'b', port: 2379 }];
    });
    expect(urls).toEqual(['https://a.example.org:2379', 'http://b:2379']);
    expect(asked).toEqual(['_etcd-client-ssl-prod._tcp.example.org', '_etcd-client-prod._tcp.example.org']);
  });

  test('that are absent or never come are said', async () => {
    await expect(endpointsFromSrv(domain, undefined, 1000, async () => [])).rejects.toThrow(
      'no SRV records of etcd under example.org',
    );
    await expect(endpointsFromSrv(domain, undefined, 5, () => new Promise(() => {}))).rejects.toThrow(
      'no answer within 5 ms',
    );
  });
});
