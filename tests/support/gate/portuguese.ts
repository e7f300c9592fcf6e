import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { projectDir } from '../run.ts';

/** Finds what users read outside `src/lib/labels`, the only home of Portuguese in the app. */

const LABELS = join('lib', 'labels');

/** Words of addresses, which are Portuguese too but no text. */
const ADDRESS_WORDS: ReadonlySet<string> = new Set([
  'aba',
  'agendamento',
  'andamento',
  'datas',
  'decididos',
  'erro',
  'falha',
  'filtro',
  'grupo',
  'hoje',
  'mostrar',
  'por',
  'revisar',
  'todas',
  'voltar',
]);
/** Words of the labels that are English as well, or names. */
const ENGLISH_WORDS: ReadonlySet<string> = new Set([
  'app',
  'auditor',
  'data',
  'error',
  'for',
  'https',
  'min',
  'status',
  'total',
  'use',
  'webhook',
  'webhooks',
]);

/** A text in the source: a string, a part of a template, or words between tags. */
interface Text {
  value: string;
  line: number;
  isMarkup: boolean;
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function textOf(node: Node): string | null {
  const { value } = node;
  if (node.type === 'TemplateElement') return String((value as { cooked?: string }).cooked ?? '');
  return (node.type === 'Literal' || node.type === 'JSXText') && typeof value === 'string' ? value : null;
}

/** Every text of a module but those of its types and the names of what it imports. */
function textsOf(code: string): Text[] {
  const found: Text[] = [];
  const visit = (node: Node): void => {
    if (/^(Import|ExportAll|TSLiteralType)/.test(node.type)) return;
    const value = textOf(node);
    if (value !== null) {
      found.push({ value, line: code.slice(0, node.start).split('\n').length, isMarkup: node.type === 'JSXText' });
    }
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child);
  };
  visit(parseSync('module.tsx', code).program as unknown as Node);
  return found;
}

function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .map((word) => word.replace(/^[("“]+|[.,:;!?…)"”]+$/g, '').toLowerCase())
    .filter((word) => /^\p{L}{3,}$/u.test(word));
}

/** The words of the labels' sentences and titles: what of them appears elsewhere is probably Portuguese. */
export function vocabularyOf(labelModules: readonly string[]): Set<string> {
  const texts = labelModules.flatMap((code) => textsOf(code).map(({ value }) => value));
  const words = texts.filter((text) => /\s|\p{Lu}/u.test(text)).flatMap(wordsOf);
  return new Set(words.filter((word) => !ENGLISH_WORDS.has(word) && !ADDRESS_WORDS.has(word)));
}

/** The texts of a module that look like Portuguese: between tags, with an accent, or with a word of the labels. */
export function portugueseIn(code: string, vocabulary: ReadonlySet<string>): Text[] {
  return textsOf(code).filter(
    ({ value, isMarkup }) =>
      (isMarkup && /\p{L}/u.test(value)) ||
      /[À-ÖØ-öø-ÿ]/.test(value) ||
      wordsOf(value).some((word) => vocabulary.has(word)),
  );
}

/** Every module of the app, by its path in `src`. */
export async function appModules(): Promise<Map<string, string>> {
  const root = join(projectDir, 'src');
  const paths = (await readdir(root, { recursive: true })).filter((path) => /(?<!\.types)\.tsx?$/.test(path));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)),
  );
}

if (import.meta.main) {
  const modules = await appModules();
  const isLabel = (path: string) => path.startsWith(LABELS);
  const vocabulary = vocabularyOf([...modules].filter(([path]) => isLabel(path)).map(([, code]) => code));
  for (const [path, code] of modules) {
    if (isLabel(path)) continue;
    for (const { line, value } of portugueseIn(code, vocabulary)) {
      console.log(`src/${path}:${line}: "${value.trim()}" belongs into src/lib/labels`);
      process.exitCode = 1;
    }
  }
}
