import { openBenchLab, type Section } from './bench/bench-lab.ts';
import { type Figure, figureTable } from './bench/figure.ts';
import { firstFrame } from './bench/first-frame.ts';
import { hang } from './bench/hang.ts';
import { memory } from './bench/memory.ts';
import { parse } from './bench/parse.ts';
import { refresh } from './bench/refresh.ts';
import { requests } from './bench/requests.ts';
import { ring } from './bench/ring.ts';
import { buildIfOlder } from './fresh-build.ts';
import { say } from './steps.ts';

// Measures the bundled program on terminals of its own, against real clusters. Names of sections as arguments choose some of them.

const sections: Readonly<Record<string, Section>> = {
  parse,
  'first-frame': firstFrame,
  hang,
  requests,
  refresh,
  ring,
  memory,
};
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in sections));
if (unknown.length > 0) {
  say(`no such figure: ${unknown.join(', ')}; there are ${Object.keys(sections).join(', ')}`);
  process.exit(2);
}

await buildIfOlder();
const lab = openBenchLab();
const figures: Figure[] = [];
try {
  for (const [name, measure] of Object.entries(sections)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    say(`Measuring ${name}`);
    for await (const figure of measure(lab)) figures.push(figure);
  }
} finally {
  await lab.close();
}
process.stdout.write(figureTable(figures));
process.exit();
