/** Texts of "Histórico de alterações". */
export const history = {
  title: 'Histórico de alterações',
  lead: 'Quem mudou a configuração, e quando. As mais recentes primeiro.',
  empty: 'Nenhuma alteração registrada.',
  loading: 'Carregando o histórico…',
  failed: 'Não foi possível carregar o histórico',
  moreFailed: 'Não foi possível carregar mais alterações',
  loadMore: 'Carregar mais alterações',
  loadingMore: 'Carregando…',
  testPassed: 'testou a conexão: o provedor a aceitou',
  testFailed: 'testou a conexão, que falhou',
  changed: 'alterou a integração',
  changedUrl: 'alterou o endereço do provedor',
  changedConfig: 'alterou as opções de leitura',
  replacedCredential: 'substituiu a credencial',
  /** An operator of the project, or the product itself. */
  system: 'Sistema',
  from: 'de',
  to: 'para',
  none: 'nenhum',
  defaultUrl: 'endereço padrão',
  defaultValue: 'padrão',
} as const;

/** What somebody did, after the name. */
export const ACTIONS: Readonly<Record<string, string>> = {
  integration_added: 'adicionou a integração',
  integration_removed: 'removeu a integração; a credencial foi apagada',
  enabled: 'ativou a integração',
  disabled: 'desativou a integração',
  configured: 'alterou a conexão e as opções',
  scheduled: 'alterou o agendamento',
  schedule_paused: 'pausou o agendamento após falhas',
  schedule_resumed: 'retomou o agendamento',
  connection_tested: 'testou a conexão',
  credentials_set: 'definiu a credencial',
  removals_confirmed: 'confirmou os registros que não vieram do provedor como removidos',
  contact_decided: 'decidiu de quem é um contato',
  contact_decision_undone: 'desfez a decisão sobre um contato',
  credentials_dropped: 'mudou o endereço; a credencial do endereço anterior foi apagada',
};
