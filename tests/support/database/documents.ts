import { completeCnpj } from '../../../supabase/local/sandbox/world/documents.ts';

/** The n-th CNPJ of a test, with right check digits. */
export const cnpj = (n: number) => completeCnpj(String(100_000_000_000 + n));
