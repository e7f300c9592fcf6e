import { z } from 'zod';
import { type Connector, keysOf } from '../_shared/provider/connector.ts';
import { mapRecords } from '../_shared/provider/map-records.ts';
import { NO_PAGES, pageMemorySchema, rememberPage } from '../_shared/provider/page-memory.ts';
import { repeatedPage, requireEnd, unexpectedBody } from '../_shared/provider/provider-errors.ts';
import { getJson, type ProviderAccess } from '../_shared/provider/provider-http.ts';
import { companies, companyKey } from './company.ts';

/** Next page (1-based), and what is known of the pages before it. */
const cursorSchema = z.strictObject({ page: z.number().int().min(1), memory: pageMemorySchema });
type Cursor = z.infer<typeof cursorSchema>;

/**
 * Acessórias: `GET /companies/ListAll?Pagina=N`, 20 a page, no total and no page count: the end is an empty page.
 * Under load a page with data may be empty once, so an empty page counts only when a second try is empty too (seen in production).
 */
export const acessorias: Connector<Cursor> = {
  slug: 'acessorias',
  name: 'Acessórias',
  callIntervalMs: 0,
  permissionAdvice: 'Peça acesso ao administrador do provedor ou use outra credencial.',
  cursorSchema,
  firstCursor: () => ({ page: 1, memory: NO_PAGES }),
  authorization: (credential) => `Bearer ${credential}`,

  async readPage(cursor, { access }) {
    const where = `página ${cursor.page}`;
    requireEnd(access, cursor.page, where);
    let records = await readList(access, cursor.page, where);
    if (records.length === 0) records = await readList(access, cursor.page, where);
    if (records.length === 0) {
      return {
        rows: [],
        read: 0,
        problems: [],
        skipped: 0,
        keys: [],
        isFull: true,
        scope: null,
        next: null,
        total: null,
        step: 'Concluindo a leitura',
      };
    }
    const { memory, isRepeated, fresh } = rememberPage(cursor.memory, records, companyKey);
    if (isRepeated) throw repeatedPage(access, where);
    const { rows, problems } = mapRecords(fresh, where, access, companies);
    return {
      rows,
      read: fresh.length,
      problems,
      skipped: 0,
      keys: keysOf(records, companyKey),
      isFull: true,
      scope: null,
      next: { page: cursor.page + 1, memory },
      total: null,
      step: `Lendo empresas: ${where}`,
    };
  },

  async probe({ access }) {
    await readList(access, 1, 'teste de conexão');
  },
};

async function readList(access: ProviderAccess, page: number, where: string): Promise<unknown[]> {
  // `registrationData` is a flag without value: it adds the regime and the group.
  const body = await getJson(access, `/companies/ListAll?Pagina=${page}&registrationData`, where);
  if (body === null) return [];
  if (Array.isArray(body)) return body;
  throw unexpectedBody(body, access, where, 'uma lista de empresas');
}
