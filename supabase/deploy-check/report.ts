import type { Step } from './steps.ts';

/** Anything that looks like a key, a token or a password in an address. */
const SECRETS = /sb_secret_[A-Za-z0-9_-]+|eyJ[\w-]+\.[\w.-]+|(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/g;

/** The text without the given secrets and without anything that looks like one. */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return known.reduce((clean, secret) => clean.replaceAll(secret, '***'), text).replace(SECRETS, '***');
}

/** The steps for a terminal: every part with its mark, what is wrong with it, and the commands of the first that is wrong. */
export function report(steps: readonly Step[]): string {
  const lines = steps.flatMap(({ title, problem }) => [
    `${problem === null ? '✓' : '✗'} ${title}`,
    ...(problem === null ? [] : [`    ${problem}`]),
  ]);
  const next = steps.find(({ problem }) => problem !== null);
  if (!next) return [...lines, '', 'All is well.'].join('\n');
  const after = 'Then run this check again: it names the next step.';
  return [...lines, '', `Next: ${next.title}`, ...next.commands.map((command) => `  ${command}`), after].join('\n');
}
