import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { JobError } from '../../../../supabase/functions/_shared/errors.ts';
import type { Connector, ConnectorContext } from '../../../../supabase/functions/_shared/provider/connector.ts';
import { acessorias } from '../../../../supabase/functions/sync-acessorias/connector.ts';
import { bomcontrole } from '../../../../supabase/functions/sync-bomcontrole/connector.ts';
import { onecode } from '../../../../supabase/functions/sync-onecode-contacts/connector.ts';
import { accessTo } from '../support/provider.ts';
import { LiveProvider, type Story, storyOf } from './support/live-provider.ts';

/** Stories per connector; `LIVE_LIST_STORIES` tells more. */
const STORIES = Number(process.env.LIVE_LIST_STORIES ?? 300);
const ATTEMPTS = 3;
/** Far more than any of these stories needs: a run that asks for more never ends. */
const MAX_REQUESTS = 2_000;

const guidOf = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;

/** A provider of the test: how it is asked, how it answers, and what of a stored row is the record. */
interface Case {
  connector: Connector<unknown>;
  pageOf(url: URL): number;
  /** Most rows that its server puts on a page. */
  pageSize: number;
  maxRecords: number;
  /** Without a known size of pages, an empty page beside a page count that is too small cannot be told from an end. */
  isFooledByBoth?: boolean;
  body(rows: number[], total: number | null, pageSize: number): unknown;
  idOf(row: unknown): number;
}

const CASES: Case[] = [
  {
    connector: acessorias as unknown as Connector<unknown>,
    pageOf: (url) => Number(url.searchParams.get('Pagina')),
    pageSize: 20,
    maxRecords: 100,
    body: (rows) => rows.map((id) => ({ ID: String(id), Identificador: '00.000.000/0001-91', Razao: `Empresa ${id}` })),
    idOf: (row) => Number((row as { external_id: string }).external_id),
  },
  {
    connector: bomcontrole as unknown as Connector<unknown>,
    pageOf: (url) => Number(url.searchParams.get('paginacao.numeroDaPagina')),
    pageSize: 100,
    maxRecords: 420,
    body(rows, total) {
      const Itens = rows.map((id) => ({
        IdMovimentacaoFinanceiraParcela: guidOf(id),
        DataVencimento: '2026-11-10 00:00:00',
        Valor: 10,
      }));
      return total === null ? Itens : { Itens, TotalItens: total };
    },
    idOf: (row) => Number((row as { guid: string }).guid.slice(-12)),
  },
  {
    connector: onecode as unknown as Connector<unknown>,
    pageOf: (url) => Number(url.searchParams.get('page')),
    // How large a page may be is not known: this server gives less than it is asked for.
    pageSize: 25,
    maxRecords: 110,
    isFooledByBoth: true,
    body(rows, total, pageSize) {
      const contacts = rows.map((id) => ({ id, name: `Contato ${id}`, number: `55119${String(id).padStart(8, '0')}` }));
      return total === null ? contacts : { contacts, lastPage: Math.max(1, Math.ceil(total / pageSize)) };
    },
    idOf: (row) => Number((row as { external_id: string }).external_id),
  },
];

interface Outcome {
  isSuccess: boolean;
  requests: number;
  missing: number[];
}

/** Runs the connector through a story, attempt after attempt, every cursor through JSON and its schema as the queue does it. */
async function tell(one: Case, story: Story): Promise<Outcome> {
  const { connector } = one;
  const isLied = !['honest', 'none'].includes(story.announcement);
  const moments =
    one.isFooledByBoth && isLied ? story.moments.map((each) => ({ ...each, answer: 'rows' as const })) : null;
  const provider = new LiveProvider(moments ? { ...story, moments } : story);
  vi.stubGlobal('fetch', async (input: string) => {
    const answer = provider.answer(one.pageOf(new URL(input)), one.pageSize);
    if (provider.requests > MAX_REQUESTS) throw new Error('Cannot go on: the run does not end');
    return answer instanceof Response
      ? answer
      : new Response(JSON.stringify(one.body(answer.rows, answer.total, one.pageSize)));
  });
  const stored = new Set<number>();
  const outcome = (isSuccess: boolean): Outcome => ({
    isSuccess,
    requests: provider.requests,
    missing: [...provider.lasting].filter((id) => !stored.has(id)),
  });
  let cursor: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const context: ConnectorContext = {
      access: accessTo('http://provider.test', { endPausesMs: [0, 0, 0] }),
      config: {},
      lastSuccessStartedAt: null,
      now: new Date('2026-11-18T15:00:00Z'),
    };
    cursor ??= connector.firstCursor(context);
    try {
      while (cursor !== null) {
        const page = await connector.readPage(cursor, context);
        for (const row of page.rows) stored.add(one.idOf(row));
        cursor = page.next === null ? null : connector.cursorSchema.parse(JSON.parse(JSON.stringify(page.next)));
        if (page.failure) throw page.failure;
      }
      return outcome(true);
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
    }
  }
  return outcome(false);
}

vi.setConfig({ testTimeout: 600_000 });

afterEach(() => {
  vi.unstubAllGlobals();
});

test.for(CASES)(
  '$connector.name: success means that every record that was there all the time is stored',
  async (one) => {
    const seen = { stories: 0, successes: 0, requests: 0 };
    await fc.assert(
      fc.asyncProperty(storyOf(one.maxRecords), async (story) => {
        const outcome = await tell(one, story);
        seen.stories += 1;
        seen.successes += outcome.isSuccess ? 1 : 0;
        seen.requests = Math.max(seen.requests, outcome.requests);
        if (outcome.isSuccess) expect(outcome.missing).toEqual([]);
      }),
      { numRuns: STORIES },
    );
    // Nothing is proven by runs that never succeed.
    expect(seen.successes).toBeGreaterThan(STORIES / 2);
    if (process.env.LIVE_LIST_STORIES) console.log(one.connector.name, seen);
  },
);

test.for(CASES)(
  '$connector.name: a list that holds still is read in one attempt, whatever is announced',
  async (one) => {
    await fc.assert(
      fc.asyncProperty(storyOf(one.maxRecords), async (story) => {
        const outcome = await tell(one, { ...story, moments: [] });
        expect(outcome.isSuccess).toBe(true);
        expect(outcome.missing).toEqual([]);
      }),
      { numRuns: 60 },
    );
  },
);
