import { writeFileSync } from 'node:fs';
import { checkV1JsonSchema } from '../src/report/schema/check-v1.ts';

const file = new URL('../schema/check-v1.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(checkV1JsonSchema(), null, 2)}\n`);
