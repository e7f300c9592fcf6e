import { z } from 'zod';
import { type Connector, keysOf } from '../_shared/provider/connector.ts';
import { mapRecords } from '../_shared/provider/map-records.ts';
import { NO_PAGES, pageMemorySchema, rememberPage } from '../_shared/provider/page-memory.ts';
import { invalidResponse, repeatedPage, requireEnd, unexpectedBody } from '../_shared/provider/provider-errors.ts';
import { getJson, type ProviderAccess } from '../_shared/provider/provider-http.ts';
import { cleanInteger } from '../_shared/values/text.ts';
import { contactKey, contacts } from './contact.ts';

const PAGE_SIZE = 500;

const cursorSchema = z.strictObject({
  /** Next page, 1-based. */
  page: z.number().int().min(1),
  /** Records read so far. */
  read: z.number().int().min(0),
  memory: pageMemorySchema,
});
type Cursor = z.infer<typeof cursorSchema>;

/**
 * OneCode: `GET /api/contacts?page=N&pageSize=500` on a host of each customer. The list is live and paged by offset: rows move from
 * page to page, so the end is where the newest answer says it is, and a row that was on the page before is not read again.
 */
export const onecode: Connector<Cursor> = {
  slug: 'onecode',
  name: 'OneCode',
  callIntervalMs: 0,
  permissionAdvice: 'Peça acesso aos contatos ao administrador do OneCode ou use outra credencial.',
  cursorSchema,
  firstCursor: () => ({ page: 1, read: 0, memory: NO_PAGES }),
  authorization: (credential) => `Bearer ${credential}`,

  async readPage(cursor, { access }) {
    const where = `página ${cursor.page}`;
    requireEnd(access, cursor.page, where);
    let { records, lastPage } = await readContacts(access, cursor.page, PAGE_SIZE, where);
    const isExpected = () => lastPage !== null && cursor.page <= lastPage && lastPage > 1;
    if (records.length === 0) ({ records, lastPage } = await readContacts(access, cursor.page, PAGE_SIZE, where));
    if (records.length === 0 && isExpected()) {
      throw invalidResponse(access, where, `ela veio vazia, mas o provedor anuncia ${lastPage} páginas`);
    }
    const { memory, isRepeated, fresh } = rememberPage(cursor.memory, records, contactKey);
    if (isRepeated) throw repeatedPage(access, where);

    const { rows, problems, skipped } = mapRecords(fresh, where, access, contacts);
    const read = cursor.read + fresh.length;
    const isLast = records.length === 0 || (lastPage !== null && cursor.page >= lastPage);
    return {
      rows,
      read: fresh.length,
      problems,
      skipped,
      keys: keysOf(records, contactKey),
      isFull: true,
      scope: null,
      next: isLast ? null : { page: cursor.page + 1, read, memory },
      // The provider counts pages, not contacts: how many there are is known with the last page.
      total: isLast ? read : null,
      step: lastPage === null ? `Lendo contatos: ${where}` : `Lendo contatos: ${where} de ${lastPage}`,
    };
  },

  async probe({ access }) {
    await readContacts(access, 1, 1, 'teste de conexão');
  },
};

async function readContacts(
  access: ProviderAccess,
  page: number,
  pageSize: number,
  where: string,
): Promise<{ records: unknown[]; lastPage: number | null }> {
  const body = await getJson(access, `/api/contacts?page=${page}&pageSize=${pageSize}`, where);
  if (body === null) return { records: [], lastPage: null };
  if (Array.isArray(body)) return { records: body, lastPage: null };
  const fields = (typeof body === 'object' ? body : {}) as Record<string, unknown>;
  const records = fields.contacts ?? fields.data;
  if (!Array.isArray(records)) throw unexpectedBody(body, access, where, 'uma lista de contatos');
  return { records, lastPage: cleanInteger(fields.lastPage ?? fields.pageCount, 1) };
}
