import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readmeTables, withTables } from '../../scripts/readme-tables.ts';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const scripts = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).scripts as Record<string, string>;

test('the tables of the README are those of the program: npm run readme', () => {
  expect(readme).toBe(withTables(readme));
});

test('every table has its place in the README', () => {
  for (const name of Object.keys(readmeTables)) expect(readme).toContain(`<!-- generated:${name} -->`);
});

test('every file and npm script that the README names is there', () => {
  const files = [...readme.matchAll(/`((?:src|test|scripts|docs|recordings)\/[\w./-]+)`|\]\(([\w./-]+)\)/g)];
  const missing = files.map(([, code, link]) => code ?? link ?? '').filter((path) => !existsSync(new URL(path, root)));
  expect(missing).toEqual([]);
  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  expect(named.length).toBeGreaterThan(4);
});
