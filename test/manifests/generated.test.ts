import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/manifests/files.ts';
import { objectsIn, readText } from './objects.ts';

test.each(Object.entries(generatedFiles()))('manifests/%s is what npm run manifests makes', (path, text) => {
  const written = readText(`manifests/${path}`);
  // The formatter has its own view of quotes and of where a line ends; comments count where people wrote them.
  if (path === 'etcdoc.yaml') expect(written).toBe(text);
  else expect(objectsIn(written)).toEqual(objectsIn(text));
});
