import { screen, within } from '@testing-library/react';
import { type FakeSupabase, json } from './fake-supabase.ts';

export const SETTINGS = '/integracoes/acessorias?tenant=aurora&aba=configuracao';

/** A row of tenant_integrations of the world. */
export const integrationRow = (fake: FakeSupabase, index = 0) => fake.tables.tenant_integrations?.[index] ?? {};

/** One section of the Configuração tab, once it is there. */
export const section = async (name: string) => within(await screen.findByRole('region', { name }));

/** Answers every change with an error of the database. */
export const refuse = (code: string, status: number) => (request: Request) =>
  request.method === 'PATCH' || request.url.includes('/rpc/set_')
    ? json({ code, message: 'refused' }, status)
    : undefined;
