import { expect, test } from 'vitest';
import { parseDemoOptions } from '../../scripts/demo-options.ts';

test('what the demo does not know goes to the program, in order', () => {
  expect(parseDemoOptions(['--window', '30s', '-d', '1'])).toEqual({
    fault: undefined,
    afterSeconds: 20,
    passedOn: ['--window', '30s', '-d', '1'],
  });
});

test('its own flags are taken out, written with or without =', () => {
  const options = { fault: 'kill', afterSeconds: 5, passedOn: ['--color', 'never'] };
  expect(parseDemoOptions(['--fault', 'kill', '--color', 'never', '--after=5'])).toEqual(options);
  expect(parseDemoOptions(['--color', 'never', '--after', '5', '--fault=kill'])).toEqual(options);
});
