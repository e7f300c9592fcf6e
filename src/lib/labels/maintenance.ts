/** Texts of the banner that everybody sees while the queue, or a provider of theirs, is paused. */
export const maintenance = {
  title: 'Manutenção',
  queue: (since: string) => `Em manutenção desde ${since}: nenhuma execução começa por enquanto.`,
  provider: (name: string, since: string) =>
    `${name} está em manutenção desde ${since}: por enquanto suas execuções não começam.`,
  advice: 'Você pode executar e agendar normalmente: tudo começa sozinho quando a manutenção terminar.',
} as const;
