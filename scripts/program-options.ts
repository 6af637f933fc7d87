import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Ink's bridge to the React developer tools is an optional dependency of the development build; as a static import it would stay. */
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /(^react-devtools-core$|\/devtools\.js$)/ }, ({ path, importer }) =>
      path === 'react-devtools-core' || importer.includes('/node_modules/ink/build/')
        ? { path, namespace: 'nothing' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default undefined;' }));
  },
};

/** The layout engine gets its own bytes by `fetch` where there is one; for that Node loads a whole HTTP client before the first frame. */
const withoutFetch: Plugin = {
  name: 'without-fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll('"function"!=typeof fetch', 'true');
      if (contents === source) throw new Error('yoga-layout asks for fetch in another way now: see without-fetch');
      return { contents };
    });
  },
};

/** Ink's own way from a laid-out tree to text costs a quarter of a refresh, and to the terminal half of its bytes: see ink-output, ink-output-line. */
const leanOutput: Plugin = {
  name: 'lean-output',
  setup({ onResolve }) {
    onResolve({ filter: /\/output\.js$/ }, ({ importer }) =>
      importer.endsWith('/node_modules/ink/build/renderer.js') ? { path: here('ink-output.ts') } : undefined,
    );
    onResolve({ filter: /\/line-update\.js$/ }, ({ importer }) =>
      importer.endsWith('/node_modules/ink/build/log-update.js') ? { path: here('ink-output-line.ts') } : undefined,
    );
  },
};

/**
 * A nursery that does not grow: it is emptied more often, and some 25 MB less stay resident. One thread for the engine's own work: each
 * keeps memory of its own, and a refresh gives no work to four; only the command line of Node can say that, and an image's kernel hands
 * on no second flag. Bundled CommonJS asks for `require`; the helpers' names are long so that none of the bundle's collides with them.
 */
const banner = `#!/usr/bin/env -S node --v8-pool-size=1
import { createRequire as createRequireOfEtcdoc } from 'node:module';
import { setFlagsFromString as setFlagsOfEtcdoc } from 'node:v8';
setFlagsOfEtcdoc('--semi-space-growth-factor=1');
const require = createRequireOfEtcdoc(import.meta.url);`;

/**
 * How the program becomes one file that Node runs, without node_modules beside it. Names stay as they are: short ones that return in
 * every scope cost the parser twice the memory and a third more time, and tell nothing in a stack trace.
 */
export const programOptions = {
  absWorkingDir: here('..'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  jsx: 'automatic',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: { 'string-width': here('string-width-shim.ts') },
  plugins: [withoutDevtools, withoutFetch, leanOutput],
  banner: { js: banner },
} satisfies BuildOptions;
