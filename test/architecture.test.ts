import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  forbiddenImports,
  importCycles,
  importsOf,
  impureModel,
  longFiles,
  type Sources,
  type Violation,
} from './architecture-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function readSources(): Sources {
  const files = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.tsx?$/.test(path),
  );
  return Object.fromEntries(files.map((path) => [`src/${path}`, readFileSync(`${root}/src/${path}`, 'utf8')]));
}

const problems = (violations: readonly Violation[]) => violations.map(({ path, problem }) => `${path}: ${problem}`);

describe('this project', () => {
  const sources = readSources();

  test('is read at all', () => {
    expect(Object.keys(sources)).toContain('src/cli/main.ts');
    expect(Object.values(sources).flatMap(importsOf).length).toBeGreaterThan(5);
  });

  test('imports along the arrows only', () => expect(problems(forbiddenImports(sources))).toEqual([]));
  test('has a pure model', () => expect(problems(impureModel(sources))).toEqual([]));
  test('has no circles, not even of types', () => expect(problems(importCycles(sources))).toEqual([]));
  test('has small files', () => expect(problems(longFiles(sources))).toEqual([]));
  test('names a file that exists in each relative import', () => {
    const missing = Object.entries(sources).flatMap(([path, text]) =>
      importsOf(text)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => new URL(specifier, `file:///${path}`).pathname.slice(1))
        .filter((target) => target.startsWith('src/') && !(target in sources))
        .map((target) => `${path}: ${target}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the arrows', () => {
  const planted = (path: string, text: string) => problems(forbiddenImports({ [path]: text }));

  test.each([
    ['src/ui/a.ts', "import { x } from '../collector/b.ts';"],
    ['src/ui/a.ts', "import type { X } from '../report/b.ts';"],
    ['src/ui/a.ts', "export * from '../cli/b.ts';"],
    ['src/ui/a.ts', "import '../diagnostics/b.ts';"],
    ['src/report/a.ts', "import { x } from '../ui/b.ts';"],
    ['src/report/a.ts', "const x = await import('../collector/b.ts');"],
    ['src/diagnostics/a.ts', "import {\n  x,\n  type Y,\n} from '../report/b.ts';"],
    ['src/collector/a.ts', "export type { X } from '../diagnostics/b.ts';"],
    ['src/collector/a.ts', "type X = import('../ui/b.ts').X;"],
    ['src/model/a.ts', "import type { X } from '../collector/b.ts';"],
    ['src/model/deep/a.ts', "import type { X } from '../../text/b.ts';"],
    ['src/ui/a.ts', "import x from '../../test/b.ts';"],
    ['src/ui/a.ts', "import x from '../elsewhere/b.ts';"],
  ])('%s may not: %s', (path, text) => expect(planted(path, text)).toHaveLength(1));

  test.each([
    ['src/cli/a.ts', "import x from '../ui/b.tsx'; import y from '../../package.json' with { type: 'json' };"],
    ['src/ui/a.ts', "import { x } from '../model/b.ts'; import { y } from './panes/c.ts';"],
    ['src/diagnostics/a.ts', "import { x } from '../collector/b.ts';"],
    ['src/ui/a.ts', "// import { x } from '../cli/b.ts';\nconst text = \"import x from '../cli/b.ts'\";"],
    ['src/ui/a.ts', "const text = `import x from '../cli/b.ts'`; const r = /from '..\\/cli/;"],
  ])('%s may: %s', (path, text) => expect(planted(path, text)).toEqual([]));

  test('a file outside every folder is named', () => {
    expect(planted('src/stray.ts', '')).toHaveLength(1);
    expect(planted('src/utils/a.ts', '')).toHaveLength(1);
  });

  test.each(['model', 'files', 'report', 'serve', 'text', 'collector', 'diagnostics'])(
    '%s has no screen library',
    (layer) => {
      for (const name of ['ink', 'react', 'ink-table', 'react/jsx-runtime'])
        expect(planted(`src/${layer}/a.ts`, `import { x } from '${name}';`)).toHaveLength(1);
      expect(planted(`src/${layer}/a.ts`, "import { x } from 'inkwell';")).toEqual([]);
    },
  );

  test.each(['ui', 'cli'])('%s may use the screen libraries', (layer) =>
    expect(planted(`src/${layer}/a.tsx`, "import { Text } from 'ink'; import { useState } from 'react';")).toEqual([]),
  );
});

describe('the pure model', () => {
  const planted = (text: string) => problems(impureModel({ 'src/model/a.ts': text }));

  test.each([
    "import { x } from 'node:fs';",
    "import type { X } from 'node:net';",
    "import { z } from 'zod';",
    "const x = require('fs');",
    'const at = Date.now();',
    'const at = new Date();',
    'const at = new Date;',
    'const at = Date();',
    'const at = performance.now();',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the planted fault is a template
    'const text = `it is ${Date.now()}`;',
    'const { now } = performance;',
    'const { hrtime } = process;',
  ])('may not: %s', (text) => expect(planted(text)).toHaveLength(1));

  test.each([
    "import { x } from './b.ts';",
    'const at = new Date(sample.at).toISOString();',
    '/** Not Date.now(), the sample brings its time. */',
    "const text = 'performance of Date.now()';",
    'const entry = { performance: 1, at: view.performance };',
  ])('may: %s', (text) => expect(planted(text)).toEqual([]));
});

describe('circles', () => {
  test('of types are found, each once', () => {
    const circle = {
      'src/model/c.ts': "import { a } from './a.ts';",
      'src/model/a.ts': "import type { B } from './b.ts';",
      'src/model/b.ts': "import type { C } from './c.ts';",
      'src/model/outside.ts': "import { a } from './a.ts'; import { b } from './b.ts';",
    };
    expect(importCycles(circle)).toEqual([
      {
        path: 'src/model/a.ts',
        problem: 'imports itself: src/model/a.ts -> src/model/b.ts -> src/model/c.ts -> src/model/a.ts',
      },
    ]);
  });

  test('of one file are found', () => {
    expect(importCycles({ 'src/ui/a.ts': "export { x } from './a.ts';" })).toHaveLength(1);
  });

  test('a diamond is none', () => {
    const diamond = {
      'src/ui/a.ts': "import './b.ts'; import './c.ts';",
      'src/ui/b.ts': "import './d.ts';",
      'src/ui/c.ts': "import './d.ts';",
      'src/ui/d.ts': '',
    };
    expect(importCycles(diamond)).toEqual([]);
  });
});

describe('long files', () => {
  const lines = (count: number) => 'x;\n'.repeat(count);

  test('are named past the limit', () => {
    expect(problems(longFiles({ 'src/ui/a.tsx': lines(251) }))).toEqual([
      'src/ui/a.tsx: has 251 lines, 250 are the limit',
    ]);
    expect(longFiles({ 'src/ui/a.tsx': lines(250), 'src/ui/b.ts': lines(1) })).toEqual([]);
  });

  test('may be generated', () => expect(longFiles({ 'src/collector/gen/etcd_pb.ts': lines(999) })).toEqual([]));
});

describe('the lexer', () => {
  test('sees through what surrounds an import', () => {
    const text = [
      "const quote = /['\"]/g; const half = total / 2; // it's",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template to be lexed
      "const nested = `a ${`b ${'c'} '`} don't`;",
      "const shown = <Text>it's 5 o'clock / 2</Text>;",
      "import { real } from './real.ts';",
    ].join('\n');
    expect(importsOf(text)).toEqual(['./real.ts']);
  });
});
