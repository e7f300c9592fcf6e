/** Without it Excel takes UTF-8 for Windows-1252 and breaks every accent. */
export const CSV_BOM = '\uFEFF';

/** Brazilian spreadsheets use the comma for decimals, and so the semicolon between cells. */
const SEPARATOR = ';';

/**
 * What a spreadsheet may take for the beginning of a formula. Some drop what cannot be seen in front of it, and some read the full-width
 * and small forms ("＝") as the plain ones; a line feed or a tab at the beginning moves the rest into another cell when it is pasted.
 */
const FORMULA_START = /^(?:[\t\r\n]|[\p{Cc}\p{Cf}\p{Z}]*[=+\-@\u2212])/u;
const NEEDS_QUOTES = /[;"\r\n]/;

/**
 * One cell. A text that a spreadsheet would run as a formula gets an apostrophe in front, which it shows as plain text:
 * what a provider wrote into a message must not run on the reader's machine.
 */
export function csvCell(text: string): string {
  const harmless = FORMULA_START.test(text.normalize('NFKC')) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A column of a file: its header, and the cell of a row. */
export interface CsvColumn<Row> {
  header: string;
  cell: (row: Row) => string;
}

/** What exports rows: the first line of the file, and the lines of some rows. */
export interface CsvTable<Row> {
  header: string;
  lines: (rows: readonly Row[]) => string;
}

/** Prepares a file with these columns. */
export function csvTable<Row>(columns: ReadonlyArray<CsvColumn<Row>>): CsvTable<Row> {
  return {
    header: csvLine(columns.map(({ header }) => header)),
    lines: (rows) => rows.map((row) => csvLine(columns.map(({ cell }) => cell(row)))).join(''),
  };
}

/** One line with its end, as RFC 4180 has it but for the separator. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(SEPARATOR)}\r\n`;
}
