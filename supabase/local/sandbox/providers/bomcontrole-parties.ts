import { companyAt, inventedPhone } from '../world/companies.ts';
import { completeCpf } from '../world/documents.ts';
import { hash32 } from '../world/hash.ts';
import type { Row } from './provider.ts';

/** Who owes or is owed: a company of the list, or one of a few invented persons. `document` has no punctuation. */
export interface Party {
  index: number;
  document: string;
  name: string;
  tradeName: string;
  isPerson: boolean;
}

const FIRST_CLIENT_ID = 5_001;

/** Number of parties beside a number of companies: one person for each hundred, whom no company answers to. */
export function partyCount(companies: number): number {
  return companies + Math.ceil(companies / 100);
}

/** The party at a position: companies first, then persons. */
export function partyAt(index: number, companies: number): Party {
  if (index < companies) {
    const company = companyAt(index);
    return { index, document: company.cnpj, name: company.legalName, tradeName: company.tradeName, isPerson: false };
  }
  const person = index - companies + 1;
  const name = `Pessoa Exemplo ${person}`;
  return { index, document: completeCpf(String(900_000_000 + person)), name, tradeName: '', isPerson: true };
}

/** The provider's number of a client; it does not depend on how many companies there are. */
export function clientId(party: Party): number {
  return party.isPerson ? 900_000 + (hash32(party.document) % 90_000) : FIRST_CLIENT_ID + party.index;
}

/** A client as Cliente/Pesquisar writes it: one of the two person fields is null. */
export function clientRow(party: Party): Row {
  const email = `financeiro@${party.document}.test`;
  return {
    Id: clientId(party),
    TipoPessoa: party.isPerson ? 'Fisica' : 'Juridica',
    PessoaJuridica: party.isPerson
      ? null
      : { Documento: party.document, NomeFantasia: party.tradeName, RazaoSocial: party.name },
    PessoaFisica: party.isPerson ? { Documento: party.document, Nome: party.name } : null,
    Bloqueado: hash32(`${party.document}:blocked`) % 60 === 0,
    Endereco: { Cidade: 'São Paulo', Uf: 'SP' },
    Contatos: [
      {
        Id: clientId(party) * 10,
        Nome: 'Financeiro',
        Email: email,
        Telefone: inventedPhone(party.document),
        Padrao: true,
        Cobranca: true,
      },
    ],
  };
}
