/** How a run ended, in one sentence. */
export const verdict = {
  changed: (records: string, duration: string, done: string) => `Leu ${records}${duration}: ${done}.`,
  unchanged: (records: string, duration: string) => `Leu ${records}${duration}; nada mudou.`,
  empty: 'Terminou sem encontrar nenhum registro.',
  inTime: (duration: string) => ` em ${duration}`,
  failed: (attempt: number, max: number, records: string) =>
    `Falhou na tentativa ${attempt} de ${max}, depois de ler ${records}.`,
  failedEmpty: (attempt: number, max: number) => `Falhou na tentativa ${attempt} de ${max}, antes de ler um registro.`,
  canceled: (records: string) => `Foi cancelada depois de ler ${records}. O que foi gravado permanece.`,
  canceledEmpty: 'Foi cancelada antes de ler um registro. Nada foi gravado.',
} as const;

/** What stands above the numbers of a result: those that add up to what was read, and the others. */
export const outcome = {
  parts: (read: string) => `De ${read} lidos`,
  others: 'Além disso',
  onlyCounts: 'Números sem link são só contagens: de cada execução guardamos a lista do que mudou.',
} as const;
