/** Counters of a result that people know, in the order in which they are shown. Others are not shown. */
export const COUNTERS = [
  { key: 'processed', label: 'Lidos' },
  { key: 'created', label: 'Criados' },
  { key: 'updated', label: 'Atualizados' },
  { key: 'unchanged', label: 'Sem alteração' },
  { key: 'problems', label: 'Com problema' },
  {
    key: 'not_understood',
    label: 'Campos não entendidos',
    hint: 'O registro foi guardado sem o campo que não pôde ser entendido.',
  },
  {
    key: 'skipped',
    label: 'Não se aplicam',
    hint: 'Por exemplo grupos de WhatsApp e despesas: são lidos, mas não são guardados.',
  },
  {
    key: 'removed',
    label: 'Removidos',
    hint: 'Não vieram mais do provedor. Continuam guardados, marcados como removidos.',
  },
  { key: 'matched', label: 'Associados a empresas' },
  { key: 'review', label: 'Para revisar' },
  {
    key: 'ignored',
    label: 'Sem empresa associada',
    hint: 'Contatos que foram guardados, mas não têm o nome de nenhuma empresa do grupo.',
  },
] as const satisfies ReadonlyArray<{ key: string; label: string; hint?: string }>;
export type CounterKey = (typeof COUNTERS)[number]['key'];

/** What a run is said to have done, beside how many records it read. Only what happened is named. */
export const SUMMARY = {
  created: { zero: '', one: 'criado', other: 'criados' },
  updated: { zero: '', one: 'atualizado', other: 'atualizados' },
  removed: { zero: '', one: 'removido', other: 'removidos' },
  problems: { zero: '', one: 'com problema', other: 'com problema' },
} as const;

/** What a run that failed or was cancelled had done until then. */
export const stopped = {
  title: 'Guardado antes de parar',
  failed: 'Não foi possível carregar o que foi guardado',
  nothing: 'Parou antes de ler o primeiro registro.',
  onCard: (counts: string) => `Lido e guardado antes de parar: ${counts}.`,
} as const;

/** Texts of a full read in which so many records were missing that nobody is marked as gone without a person. */
export const massRemoval = {
  title: (missing: string, stored: string) => `${missing} de ${stored} registros não vieram nesta leitura`,
  lead: (limit: string) => `São mais de ${limit} de uma vez, por isso nada foi marcado como removido.`,
  askAdmin: 'Um administrador do grupo pode conferir no provedor e confirmar.',
  check: 'Confira no provedor se eles saíram mesmo. Na dúvida não confirme: a próxima leitura completa decide de novo.',
  decided: 'Já foi confirmado, ou uma leitura mais nova decidiu.',
  confirm: 'Marcar como removidos…',
  confirming: 'Marcando…',
  confirmed: (removed: string) => `Marcados como removidos: ${removed}`,
  question: (missing: string) => `Marcar ${missing} registros como removidos`,
  consequence:
    'Eles deixam de contar como ativos para o grupo. Nada é apagado: quem voltar a vir do provedor deixa de ser removido sozinho. A confirmação fica no histórico com o seu nome.',
  keep: 'Deixar como estão',
  yes: 'Marcar como removidos',
  short: (missing: string) => `${missing} registros não vieram: conferir`,
} as const;

/** Texts of a run that found no company yet to which contacts could belong. */
export const noCompanies = {
  title: 'Ainda não há empresas para associar',
  advice:
    'Os contatos foram guardados. Assim que as empresas forem lidas, eles são associados sozinhos: não é preciso executar de novo.',
} as const;
