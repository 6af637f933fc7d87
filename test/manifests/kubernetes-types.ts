import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '../../node_modules');

/**
 * What Kubernetes' own types object to, a line each, '' when nothing: every object is compiled as a literal of the type that its
 * apiVersion and kind name, so that a field too many, a field too few and a wrong type are errors.
 */
export async function typeErrors(objects: readonly { readonly apiVersion: string; readonly kind: string }[]) {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-types-'));
  try {
    const lines = objects.map((object, number) => {
      const group = object.apiVersion.includes('/')
        ? object.apiVersion.replace(/\..*\//, '/')
        : `core/${object.apiVersion}`;
      const text = JSON.stringify(object, null, 2);
      return `import type { ${object.kind} as Type${number} } from 'kubernetes-types/${group}';\nexport const object${number}: Type${number} = ${text};\n`;
    });
    writeFileSync(join(directory, 'objects.ts'), lines.join('\n'));
    writeFileSync(
      join(directory, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'esnext',
          moduleResolution: 'bundler',
          target: 'es2022',
          types: [],
          paths: { 'kubernetes-types/*': [`${modules}/kubernetes-types/*`] },
        },
        files: ['objects.ts'],
      }),
    );
    return await compile(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function compile(directory: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(modules, 'typescript/bin/tsc'), '--pretty', 'false', '-p', directory],
      (error, stdout, stderr) => {
        if (!error) resolve('');
        else if (typeof error.code === 'number' && stdout !== '') resolve(stdout);
        else reject(new Error(`tsc: ${error.message} ${stderr}`));
      },
    );
  });
}
