import { Misread } from './misread.ts';
import { cutText } from './text.ts';

/** The value as a person may read it in the list of problems, on one line and short. */
function quote(value: unknown): string {
  if (value === null || value === undefined) return 'vazio';
  if (Array.isArray(value)) return 'veio uma lista';
  if (typeof value === 'object') return 'veio um objeto';
  const text = cutText(String(value).replaceAll('\0', '').toWellFormed().replace(/\s+/g, ' ').trim(), 40);
  return text === '' ? 'vazio' : `veio "${text}"`;
}

/**
 * The fields of one record of a provider, each by a reader of this folder. What is in `misread` belongs to a record that is taken
 * over all the same, without these fields.
 */
export class Fields {
  readonly #record: Record<string, unknown>;
  /** What could not be understood, field by field, for people. */
  readonly misread: string[] = [];

  /** Throws Misread when the record is no object. */
  constructor(record: unknown) {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      throw new Misread('o registro não é um objeto');
    }
    this.#record = record as Record<string, unknown>;
  }

  /** The first of these names that the record has. */
  #nameOf(names: string | readonly string[]): string {
    if (typeof names === 'string') return names;
    return names.find((candidate) => this.#record[candidate] !== undefined) ?? names[0] ?? '';
  }

  #readAs<T>(names: string | readonly string[], reader: (value: unknown) => T): T {
    const name = this.#nameOf(names);
    const value = this.#record[name];
    try {
      return reader(value);
    } catch (error) {
      if (error instanceof Misread) throw new Misread(`${name}: ${error.message} (${quote(value)})`);
      throw error;
    }
  }

  /**
   * A field that the record can do without, named by all its names. Undefined when it cannot be understood: it is left out of what is
   * stored, so that a value known from before stays, and becomes a problem.
   */
  optional<T>(name: string | readonly string[], reader: (value: unknown) => T): T | undefined {
    try {
      return this.#readAs(name, reader);
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      this.misread.push(error.message);
      return undefined;
    }
  }

  /** A field without which there is no record. Throws Misread when it is empty or cannot be understood. */
  required<T>(name: string, reader: (value: unknown) => T): NonNullable<T> {
    const value = this.#readAs(name, reader);
    if (value === null || value === undefined) throw new Misread(`${name}: está vazio`);
    return value;
  }

  /** A field that decides whether the record is ours. Throws Misread when it cannot be understood. */
  deciding<T>(name: string | readonly string[], reader: (value: unknown) => T): T {
    return this.#readAs(name, reader);
  }
}
