import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { line } from './line.ts';
import { ndjson } from './ndjson.ts';
import { table } from './table.ts';

/** ★ The formats of `top -b -o`. */
export const formats: readonly Format[] = [table, line, json, ndjson, csv];
