import { quoteProvider } from '../calls/scrub.ts';
import type { Problem } from '../queue/queue.ts';
import { Fields } from '../values/fields.ts';
import { Misread } from '../values/misread.ts';

/** How the records of one provider become rows. */
export interface RecordMapper<Row extends object> {
  /** How people recognise the record among those of its page ("ID 101"); null when it has nothing of the kind. */
  label(record: unknown): string | null;
  /** The row to store; null for a record that is none of ours. Fields that are undefined in it keep what is known from before. */
  toRow(fields: Fields): Row | null;
}

/** The records of one page, told apart. Rows, skipped and those problems that are not `is_stored` add up to the records. */
export interface MappedRecords<Row> {
  rows: Row[];
  problems: Problem[];
  /** How many are none of ours. */
  skipped: number;
}

function reasonOf(error: unknown): string {
  if (error instanceof Misread) return error.message;
  return `não pôde ser lido: ${error instanceof Error ? `${error.name} ${error.message}` : String(error)}`;
}

/** What people call a record that is a problem; null too for one of which not even that can be read. */
function labelOf<Row extends object>(record: unknown, mapper: RecordMapper<Row>): string | null {
  try {
    return mapper.label(record);
  } catch {
    // The problem that is being noted says what is wrong with the record.
    return null;
  }
}

/** How people find a record: its place, and what it is called there. */
function itemOf<Row extends object>(
  place: string,
  record: unknown,
  credential: string,
  mapper: RecordMapper<Row>,
): string {
  return quoteProvider([place, labelOf(record, mapper)].filter((part) => part !== null).join(', '), credential);
}

/**
 * Maps the records of a page one by one. Whatever is thrown while one of them is mapped becomes the problem of that record, and all
 * others are mapped. `where` names the page for people. Problems quote the provider, so they are scrubbed with the credential.
 */
export function mapRecords<Row extends object>(
  records: readonly unknown[],
  where: string,
  { credential }: { credential: string },
  mapper: RecordMapper<Row>,
): MappedRecords<Row> {
  const mapped: MappedRecords<Row> = { rows: [], problems: [], skipped: 0 };
  records.forEach((record, index) => {
    // Only for a problem: most records have none, and the label costs as much as the row.
    const problem = (reason: string) => ({
      item: itemOf(`${where}, linha ${index + 1}`, record, credential, mapper),
      reason: quoteProvider(reason, credential),
    });
    const warning = (reason: string) => ({ ...problem(`${reason}; o restante foi gravado`), is_stored: true as const });
    try {
      const fields = new Fields(record);
      const row = mapper.toRow(fields);
      if (row === null) {
        mapped.skipped += 1;
        return;
      }
      mapped.rows.push(row);
      mapped.problems.push(...fields.misread.map(warning));
    } catch (error) {
      mapped.problems.push(problem(reasonOf(error)));
    }
  });
  return mapped;
}

/** Records of one page. */
export interface RecordGroup {
  /** For people: "página 3". */
  where: string;
  records: unknown[];
  /** Records that came with the id of another one of this read: each is a problem, and not stored. */
  rivals?: readonly unknown[];
}

function rivalProblem<Row extends object>(
  record: unknown,
  where: string,
  { credential }: { credential: string },
  mapper: RecordMapper<Row>,
): Problem {
  return {
    item: itemOf(where, record, credential, mapper),
    reason: 'veio duas vezes com o mesmo ID e dados diferentes: vale o primeiro da lista',
  };
}

/** Like mapRecords, for the records of several pages. */
export function mapGroups<Row extends object>(
  groups: readonly RecordGroup[],
  context: { credential: string },
  mapper: RecordMapper<Row>,
): MappedRecords<Row> {
  const mapped = groups.map(({ where, records, rivals = [] }) => {
    const group = mapRecords(records, where, context, mapper);
    const problems = rivals.map((record) => rivalProblem(record, where, context, mapper));
    return { ...group, problems: [...group.problems, ...problems] };
  });
  return {
    rows: mapped.flatMap(({ rows }) => rows),
    problems: mapped.flatMap(({ problems }) => problems),
    skipped: mapped.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}
