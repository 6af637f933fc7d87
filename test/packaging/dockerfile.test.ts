import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programOptions } from '../../scripts/program-options.ts';
import { readDockerfile, stagesOf } from './dockerfile.ts';

const instructions = readDockerfile();
const [build, final] = stagesOf(instructions);
const ignored = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

test('both bases are arguments with a full name, so that a digest or a mirror can be given', () => {
  const given = instructions.filter(({ name }) => name === 'ARG').slice(0, 2);
  expect(given.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^NODE_IMAGE=docker\.io\/library\/node:24-\S+$/),
    expect.stringMatching(/^RUNTIME_IMAGE=gcr\.io\/distroless\/nodejs24-\S+:nonroot$/),
  ]);
  expect([build?.from.words[0], final?.from.words[0]]).toEqual(['$NODE_IMAGE', '$RUNTIME_IMAGE']);
});

test('the final stage runs nothing, and the program in it is not root', () => {
  const names = final?.body.map(({ name }) => name);
  expect(names).not.toContain('RUN');
  const of = (name: string) => final?.body.filter((one) => one.name === name).map(({ text }) => text);
  expect(of('USER')).toEqual(['65532:65532']);
  expect(of('ENTRYPOINT')).toEqual(['["/usr/local/bin/etcdoc"]']);
  expect(of('COPY')).toEqual(['--from=build /image/ /']);
});

test('the first line of the program is the one that the Dockerfile rewrites', () => {
  expect(programOptions.banner.js.split('\n')[0]).toMatch(/^#!\/usr\/bin\/env -S node --\S+$/);
  expect(build?.body.some(({ text }) => text.includes('1s|^#!/usr/bin/env -S node |'))).toBe(true);
});

test('the context is what the build copies, and nothing else of the checkout', () => {
  const [all, ...kept] = ignored;
  expect(all).toBe('*');
  expect(kept.every((line) => /^![\w.-]+$/.test(line))).toBe(true);
  const copied = build?.body
    .filter(({ name }) => name === 'COPY')
    .flatMap(({ words }) => words.slice(0, -1))
    .toSorted();
  expect(kept.map((line) => line.slice(1)).toSorted()).toEqual(copied);
  for (const path of copied ?? []) expect(existsSync(path), path).toBe(true);
});
