import { z } from 'zod';
import type { Connector, Page } from '../_shared/connector.ts';
import { JobError } from '../_shared/errors.ts';
import { getJson, invalidResponse, type ProviderAccess } from '../_shared/provider-http.ts';
import type { Problem } from '../_shared/queue.ts';
import { scrubSecret } from '../_shared/scrub.ts';
import { cleanText } from '../_shared/text.ts';
import { type CompanyRow, toCompany } from './company.ts';

/** Next page (1-based) and a fingerprint of the page before it, to notice a provider that repeats itself. */
const cursorSchema = z.strictObject({ page: z.number().int().min(1), fingerprint: z.string().nullable() });
type Cursor = z.infer<typeof cursorSchema>;

/**
 * Acessórias: `GET /companies/ListAll?Pagina=N`, 20 a page, no total and no page count: the end is an empty page.
 * Under load a page with data may be empty once, so an empty page counts only when a second try is empty too (seen in production).
 */
export const acessorias: Connector<Cursor> = {
  slug: 'acessorias',
  name: 'Acessórias',
  storeRpc: 'store_companies_page',
  cursorSchema,
  firstCursor: () => ({ page: 1, fingerprint: null }),
  authorization: (credential) => `Bearer ${credential}`,

  async readPage(cursor, { access }) {
    const where = `página ${cursor.page}`;
    let records = await readList(access, cursor.page, where);
    if (records.length === 0) records = await readList(access, cursor.page, where);
    if (records.length === 0) return pageOf([], null, 'Concluindo a leitura');

    const fingerprint = await fingerprintOf(records);
    if (fingerprint === cursor.fingerprint) {
      throw new JobError(
        'temporary',
        'repeated_page',
        `Acessórias repetiu a página anterior (${where}), e a leitura foi interrompida para não perder registros. Uma nova tentativa será feita.`,
      );
    }
    return pageOf(
      records.map((record, index) => toCompany(record, `${where}, linha ${index + 1}`)),
      { page: cursor.page + 1, fingerprint },
      `Lendo empresas: ${where}`,
    );
  },
};

function pageOf(mapped: (CompanyRow | Problem)[], next: Cursor | null, step: string): Page<Cursor> {
  const problems = mapped.filter((entry) => 'reason' in entry);
  const companies = mapped.filter((entry) => 'document' in entry);
  return { rows: { p_companies: companies }, read: mapped.length, problems, next, total: null, step };
}

async function readList(access: ProviderAccess, page: number, where: string): Promise<unknown[]> {
  // `registrationData` is a flag without value: it adds the regime and the group.
  const { body } = await getJson(access, `/companies/ListAll?Pagina=${page}&registrationData`, where);
  if (body === null) return [];
  if (Array.isArray(body)) return body;
  const said = typeof body === 'object' ? cleanText((body as Record<string, unknown>).Erro, 200) : null;
  if (said !== null) throw businessError(scrubSecret(said, access.credential), where);
  throw invalidResponse(access, where, 'era esperada uma lista de empresas');
}

/** Business errors come as HTTP 200 with `{"Erro": "…"}`: they end the attempt and never count as an empty page. */
function businessError(said: string, where: string): JobError {
  if (/permiss/i.test(said)) {
    return new JobError(
      'permanent',
      'permission_denied',
      `Acessórias recusou o acesso (${where}): ${said}. Peça acesso ao administrador do provedor ou use outra credencial.`,
    );
  }
  return new JobError(
    'temporary',
    'provider_error',
    `Acessórias respondeu com um erro (${where}): ${said}. Uma nova tentativa será feita.`,
  );
}

async function fingerprintOf(records: unknown[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(records)));
  return Array.from(new Uint8Array(digest).slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
