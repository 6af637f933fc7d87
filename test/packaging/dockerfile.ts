import { readFileSync } from 'node:fs';

export type Instruction = { readonly name: string; readonly words: readonly string[]; readonly text: string };

/** The instructions of the project's Dockerfile, comments left out and continued lines joined. */
export function readDockerfile(): Instruction[] {
  const lines = readFileSync('Dockerfile', 'utf8').split('\n');
  const joined = lines
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', ' ');
  return joined
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...words] = line.trim().split(/\s+/);
      return { name, words, text: words.join(' ') };
    });
}

/** What stands between two FROM lines, the first of which is `from`. */
export function stagesOf(instructions: readonly Instruction[]): { from: Instruction; body: Instruction[] }[] {
  const stages: { from: Instruction; body: Instruction[] }[] = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stages.push({ from: instruction, body: [] });
    else stages.at(-1)?.body.push(instruction);
  }
  return stages;
}
