import { writeFileSync } from 'node:fs';
import { generatedFiles } from './manifests/files.ts';
import { say } from './steps.ts';

// Writes what is generated under manifests/: the one file of the base, the rules, the dashboard.

for (const [path, text] of Object.entries(generatedFiles())) {
  writeFileSync(new URL(`../manifests/${path}`, import.meta.url), text);
  say(`wrote manifests/${path}`);
}
