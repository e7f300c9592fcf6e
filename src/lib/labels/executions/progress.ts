/** What stands beside a bar before the first record. */
export const progress = {
  notStarted: 'Aguardando início',
  noneYet: 'Lendo os primeiros registros',
  noneRead: 'Nenhum registro lido',
  countOf: (done: string, total: string) => `${done} de ${total}`,
} as const;
