// @vitest-environment node
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectDir } from '../../support/run.ts';

it('nothing is loaded later but by lazyPage and lazyPart, whose boundary keeps the page when the code is missing', async () => {
  const source = join(projectDir, 'src');
  const files = (await readdir(source, { recursive: true })).filter((name) => /\.tsx?$/.test(name));
  const bare: string[] = [];
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8');
    if (/\blazy\b[^;]*from 'react'/.test(text) && file !== join('lib', 'parts', 'chunk.ts')) bare.push(file);
  }
  expect(bare).toEqual([]);
});
