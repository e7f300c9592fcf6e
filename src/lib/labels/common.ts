import type { CountForms } from '../text/format.ts';

export const RECORDS: CountForms = { zero: 'nenhum registro', one: 'registro', other: 'registros' };

/** Texts of the frame around the pages, and of parts that every page uses. */
export const common = {
  product: 'Integrações',
  skipToContent: 'Ir para o conteúdo',
  retry: 'Tentar novamente',
  reload: 'Recarregar a página',
  close: 'Fechar',
  copied: 'Copiado',
  copyRefused: 'O navegador não permitiu copiar. O texto foi selecionado: use Ctrl+C.',
  signOut: 'Sair',
  accountMenu: 'Sua conta',
  shortcuts: 'Atalhos do teclado',
  /** Said when the key R has no button to press. */
  chooseFirst: 'Para executar com a tecla R, leve o foco ao cartão de uma integração.',
  signedInAs: (email: string) => `Conectado como ${email}`,
  tenant: 'Grupo',
  theme: 'Tema',
  themes: { system: 'Tema do sistema', light: 'Tema claro', dark: 'Tema escuro' },
  timesIn: (zone: string) => `Os horários seguem o ${zone}.`,
  unsavedQuestion: 'O que você digitou nesta página não foi salvo e será perdido. Sair mesmo assim?',
  loadingPage: 'Carregando…',
  offline: 'Sem internet',
  offlineAdvice: 'Você vê os últimos dados recebidos. Tudo se atualiza quando a conexão voltar.',
  crashed: 'Esta página parou de funcionar',
  crashedAdvice: 'Recarregue a página. Se acontecer de novo, avise o suporte e diga o que estava fazendo.',
  notFound: 'Página não encontrada',
  notFoundAdvice: 'O endereço pode ter mudado ou ter sido digitado com erro.',
  goToIntegrations: 'Ver as integrações',
} as const;

/** Where the header leads. */
export const places = {
  executions: 'Execuções',
  groups: 'Grupos',
  people: 'Pessoas',
  account: 'Minha conta',
  operation: 'Operação',
} as const;

/** Texts about the access of a user to a tenant. */
export const access = {
  memberTitle: (tenant: string) => `Você ainda não tem acesso às integrações de ${tenant}`,
  memberAdvice: (tenant: string) =>
    `Seu perfil em ${tenant} é de membro. Para acompanhar as execuções, peça a um administrador do grupo o perfil de auditor; para executar e configurar, o de administrador.`,
  askWith: (email: string) => `Informe a ele o e-mail desta conta: ${email}`,
  noTenantTitle: 'Sua conta ainda não faz parte de nenhum grupo',
  noTenantAdvice: 'Peça a um administrador do seu grupo contábil que inclua você.',
  unknownTenantTitle: 'Grupo não encontrado',
  unknownTenantAdvice: 'O grupo deste endereço não existe ou sua conta não faz parte dele. Escolha um dos seus grupos:',
  tenantsFailed: 'Não foi possível carregar os seus grupos',
} as const;

/** Texts of the connection indicator. */
export const connection = {
  connecting: 'Conectando…',
  live: 'Ao vivo',
  reconnecting: 'Reconectando…',
  polling: (seconds: number) => `Atualizando a cada ${seconds} s`,
  failed: 'Não foi possível ler as execuções em andamento',
  offline: 'Sem internet',
  updated: (seconds: string) => `Atualizado há ${seconds}`,
} as const;
