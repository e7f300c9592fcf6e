import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Says which packages are not installed, before anything imports one. Plain JavaScript: without them the Node of the machine runs this,
// and an older one knows no TypeScript.

const projectDir = fileURLToPath(new URL('../../..', import.meta.url));
const json = (...path) => JSON.parse(readFileSync(join(projectDir, ...path), 'utf8'));
const { dependencies, devDependencies } = json('package.json');

/** What is wrong with an installed package; null when it is there in the version that package.json names. */
function problemOf([name, wanted]) {
  if (!existsSync(join(projectDir, 'node_modules', name, 'package.json'))) return `${name} is not installed`;
  const { version } = json('node_modules', name, 'package.json');
  return version === wanted ? null : `${name} is installed as ${version}, package.json names ${wanted}`;
}

const problems = Object.entries({ ...dependencies, ...devDependencies })
  .map(problemOf)
  .filter((problem) => problem !== null);
if (problems.length > 0) {
  const shown = problems.slice(0, 5).join('\n');
  const others = problems.length > 5 ? `\nand ${problems.length - 5} more` : '';
  console.error(`Cannot check the project:\n${shown}${others}\nRun "npm install" first`);
  process.exitCode = 1;
}
