/** Texts of the detail page's frame. */
export const detail = {
  breadcrumb: 'Você está em',
  tabs: { 'visao-geral': 'Visão Geral', execucoes: 'Execuções', configuracao: 'Configuração' },
  tabList: 'Partes da integração',
  runningTitle: 'Executando',
  notFound: 'Integração não encontrada',
  notFoundAdvice: 'Este grupo não tem a integração deste endereço.',
  loading: 'Carregando a integração…',
} as const;

/** Texts of the Configuração tab. */
export const settings = {
  activation: 'Ativação',
  enabled: 'Integração ativa',
  enabledHint: 'Enquanto estiver desativada, nenhuma execução começa. Os dados já lidos permanecem.',
  on: 'Ativa',
  off: 'Desativada',
  connection: 'Conexão',
  baseUrl: 'Endereço do provedor',
  baseUrlDefault: (url: string) => `Deixe em branco para usar o endereço padrão: ${url}`,
  baseUrlRequired: 'O endereço é próprio de cada cliente. Exemplo: https://api-suaempresa.exemplo.com.br',
  baseUrlMissing: 'Informe o endereço do provedor.',
  baseUrlInvalid: 'Informe um endereço completo, como https://api.exemplo.com.br, sem espaços nem usuário e senha.',
  baseUrlNone: 'Não informado',
  save: 'Salvar endereço',
  saving: 'Salvando…',
  saved: 'Endereço salvo',
  turnedOn: 'Integração ativada',
  turnedOff: 'Integração desativada',
  failed: 'Não foi possível salvar',
  readOnly: 'Somente administradores do grupo alteram a configuração.',
} as const;
