/** Texts for a part of the app whose code is not here. */
export const parts = {
  offlineTitle: 'Sem internet, esta parte ainda não foi carregada',
  offlineAdvice: 'Ela abre sozinha quando a conexão voltar. O resto da página continua funcionando.',
  missingTitle: 'Não foi possível carregar esta parte',
  missingAdvice: 'O servidor não respondeu. Uma nova tentativa é feita a cada 10 segundos.',
  outdatedTitle: 'Há uma nova versão das Integrações',
  outdatedAdvice: 'Recarregue a página para abrir esta parte. O que não foi salvo se perde: salve ou copie antes.',
} as const;
