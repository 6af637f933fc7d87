import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';
import { programOptions } from './program-options.ts';

const outfile = 'dist/etcdoc.js';

await build({ ...programOptions, entryPoints: ['src/cli/main.ts'], outfile });
await chmod(new URL(`../${outfile}`, import.meta.url), 0o755);
