import type { SetupStep } from '../integrations/setup.ts';

/** Names of the steps of a new integration, as a checklist has them. */
export const STEP_NAMES: Readonly<Record<SetupStep, string>> = {
  credential: 'Credencial',
  test: 'Teste da conexão',
  activation: 'Ativação',
  run: 'Primeira execução',
};

/** What is being done, while "Testar e executar" works. */
export const STEP_BUSY: Readonly<Record<SetupStep, string>> = {
  credential: 'Salvando a credencial…',
  test: 'Testando a conexão…',
  activation: 'Ativando…',
  run: 'Iniciando a primeira execução…',
};

/** The empty list. */
export const emptyList = {
  title: 'Nenhuma integração ainda',
  what: 'Uma integração lê os dados de um sistema externo e os mantém atualizados aqui.',
  how: 'Para começar: escolha o sistema, informe a credencial dele e execute. Leva menos de um minuto.',
  askAdmin: 'Um administrador do grupo pode adicionar a primeira. Peça a:',
  askAnyAdmin: 'Peça a um administrador do grupo que adicione a primeira.',
} as const;

/** Texts of the checklist of a card. */
export const steps = {
  list: (name: string) => `Passos que faltam para ${name}`,
  done: 'feito',
  next: 'próximo passo',
  giveCredential: 'Informar a credencial',
  fixConnection: 'Corrigir a conexão',
  test: 'Testar conexão',
  testing: 'Testando…',
  activate: 'Ativar',
  activating: 'Ativando…',
  runHint: 'Use o botão Executar.',
  testRefused: 'O teste falhou',
  askAdmin: 'Peça a um administrador do grupo.',
} as const;

/** Texts of the page "Adicionar integração". */
export const newIntegration = {
  title: 'Adicionar integração',
  lead: (group: string) => `Os dados lidos ficam visíveis para os administradores e auditores de ${group}.`,
  loading: 'Carregando os sistemas…',
  failed: 'Não foi possível carregar os sistemas',
  readOnly: 'Somente administradores adicionam integrações',
  readOnlyAdvice: 'Peça a um administrador do grupo. A página Pessoas mostra quem são.',
  choose: 'Qual sistema?',
  already: 'Já adicionada',
  open: (name: string) => `Abrir ${name}`,
  all: 'Todas as integrações já foram adicionadas',
  needs: (name: string) => `O que é preciso de ${name}`,
  where: 'Onde encontrar',
  address: 'Endereço do sistema',
  addressHint: (example: string) => `Próprio de cada cliente. Exemplo: ${example}`,
  advanced: 'Avançado: outro endereço',
  addressDefault: (url: string) => `Em branco vale o endereço padrão: ${url}`,
  secret: 'Guardada cifrada; depois de salva, ninguém mais a lê.',
  secretStored: 'Guardada. Para trocá-la, informe outra aqui.',
  secretMissing: 'Informe a credencial.',
  show: 'Mostrar a credencial',
  hide: 'Ocultar a credencial',
  submit: 'Testar e executar',
  again: 'Tentar de novo',
  later: 'Deixar para depois',
  cancel: 'Cancelar',
  plan: 'A integração é adicionada, testada, ativada e executada pela primeira vez.',
  progress: 'Andamento',
  stepDone: 'feito',
  stepBusy: 'em andamento',
  stepFailed: 'falhou',
  stepOpen: 'a fazer',
  kept: 'A integração foi adicionada, mas está desativada: nada é lido até a conexão funcionar.',
  started: (name: string) => `${name}: adicionada, e a primeira execução começou`,
} as const;

/** Texts about removing an integration, and about those that were removed. */
export const removal = {
  title: 'Remover integração',
  lead: 'A credencial é apagada e nada mais é lido. As execuções e os dados já lidos permanecem.',
  open: 'Remover integração…',
  ask: (name: string) => `Remover ${name}`,
  goes: 'O que sai',
  goesRun: 'A execução em andamento é cancelada. O que ela já gravou permanece.',
  goesCredential: 'A credencial é apagada do cofre. Ninguém pode recuperá-la.',
  goesSchedule: 'O agendamento, o endereço e as opções de leitura.',
  stays: 'O que fica',
  staysRuns: 'As execuções, com o que cada uma mudou, pelo prazo de guarda de sempre.',
  staysData: 'Os registros já lidos e as decisões sobre eles. Eles deixam de ser atualizados.',
  staysTrail: 'O histórico de alterações, com quem removeu e quando.',
  after: 'Você pode adicioná-la de novo quando quiser, com uma credencial.',
  keep: 'Manter integração',
  confirm: 'Remover integração',
  removing: 'Removendo…',
  removed: (name: string) => `${name}: integração removida`,
  failed: 'Não foi possível remover a integração',
  listTitle: 'Removidas',
  listLead: 'Não leem mais nada. O histórico continua disponível.',
  on: 'Removida',
  notice: 'Esta integração foi removida',
  noticeWhen: 'Removida',
  noticeAdvice: 'O histórico e os dados já lidos permanecem. Nada mais é lido.',
  addAgain: 'Adicionar de novo',
} as const;
