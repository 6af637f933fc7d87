import { lex } from './source-lexer.ts';

/** The text of each file under its path from the project's root. */
export type Sources = Readonly<Record<string, string>>;

/** One broken rule: where, and what is wrong there. */
export type Violation = { readonly path: string; readonly problem: string };

type Layer = 'cli' | 'collector' | 'diagnostics' | 'files' | 'model' | 'report' | 'serve' | 'text' | 'ui';

/** The arrows: which other folders of src a folder may import, types included. */
const arrows: Readonly<Record<Layer, readonly Layer[]>> = {
  cli: ['collector', 'diagnostics', 'files', 'model', 'report', 'serve', 'text', 'ui'],
  collector: ['files', 'model', 'text'],
  diagnostics: ['collector', 'model', 'text'],
  files: [],
  model: [],
  report: ['model', 'text'],
  serve: ['files', 'model', 'report', 'text'],
  text: [],
  ui: ['model', 'text'],
};

const screenPackages = new Set(['ink', 'ink-table', 'react']);
const screenLayers = new Set(['cli', 'ui']);
const clocks =
  /\bDate\s*\.\s*now\b|\bnew\s+Date\b(?!\s*\(\s*[^\s)])|(?<!\bnew\s+|[.\w$])Date\s*\(|\bhrtime\b|(?<![.\w$])performance\b(?!\s*\??:)/;
const longest = 250;

/** Imports between folders that the arrows do not allow, files outside every folder, and screen libraries outside the screen. */
export function forbiddenImports(sources: Sources): Violation[] {
  return Object.entries(sources).flatMap(([path, text]) => {
    const layer = layerOf(path);
    if (layer === undefined) return [{ path, problem: 'lies in no folder that the architecture knows' }];
    return importsOf(text).flatMap((specifier) => {
      const problem = problemOfImport(layer, path, specifier);
      return problem === undefined ? [] : [{ path, problem }];
    });
  });
}

/** What makes the model impure: a package, a builtin or a clock. */
export function impureModel(sources: Sources): Violation[] {
  return Object.entries(sources).flatMap(([path, text]) => {
    if (layerOf(path) !== 'model') return [];
    const foreign = importsOf(text).filter((specifier) => !specifier.startsWith('.'));
    const clock = clocks.exec(lex(text).code)?.[0];
    return [
      ...foreign.map((specifier) => ({ path, problem: `the model imports ${specifier}` })),
      ...(clock === undefined ? [] : [{ path, problem: `the model asks the clock: ${clock}` }]),
    ];
  });
}

/** Circles of imports, type imports included; each once, at its first file by name. */
export function importCycles(sources: Sources): Violation[] {
  const found = new Map<string, Violation>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const circle = trail.slice(start);
      const first = circle.toSorted()[0] ?? path;
      const turn = circle.indexOf(first);
      const shown = [...circle.slice(turn), ...circle.slice(0, turn), first].join(' -> ');
      found.set(shown, { path: first, problem: `imports itself: ${shown}` });
    }
    if (start >= 0 || done.has(path)) return;
    for (const specifier of importsOf(sources[path] ?? '')) {
      const target = resolve(path, specifier);
      if (target !== undefined && target in sources) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of Object.keys(sources)) visit(path, []);
  return [...found.values()];
}

/** Files of more lines than one reads at once; generated ones aside. */
export function longFiles(sources: Sources): Violation[] {
  return Object.entries(sources).flatMap(([path, text]) => {
    if (path.endsWith('_pb.ts')) return [];
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    return lines > longest ? [{ path, problem: `has ${lines} lines, ${longest} are the limit` }] : [];
  });
}

function problemOfImport(layer: Layer, path: string, specifier: string): string | undefined {
  const target = resolve(path, specifier);
  if (target === undefined) {
    const name = packageOf(specifier);
    return screenPackages.has(name) && !screenLayers.has(layer)
      ? `${layer} imports the screen library ${name}`
      : undefined;
  }
  if (!target.startsWith('src/')) return layer === 'cli' ? undefined : `imports ${target}, outside src`;
  const other = layerOf(target);
  if (other === layer || (other !== undefined && arrows[layer].includes(other))) return undefined;
  return `${layer} imports ${other ?? 'no known folder'}: ${specifier}`;
}

function layerOf(path: string): Layer | undefined {
  const name = /^src\/([^/]+)\//.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(arrows, name) ? (name as Layer) : undefined;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The file a relative import means, from the project's root; undefined for packages and builtins. */
function resolve(path: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? new URL(specifier, `file:///${path}`).pathname.slice(1) : undefined;
}

/** What a file imports or re-exports: statically, as types, by `import()` and by `require()`. */
export function importsOf(text: string): string[] {
  const { code, strings } = lex(text);
  const reference =
    /(?<![.\w$])(?:(?:import|export)\b[^;'"`=()]*?\bfrom\s*|import\s*|(?:import|require)\s*\(\s*)"(\d+)"/g;
  return [...code.matchAll(reference)].map((match) => strings[Number(match[1])] ?? '');
}
