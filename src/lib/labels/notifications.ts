import type { NotificationKind, TestKind } from '../notifications/kinds.ts';
import { type CountForms, formatPlural } from '../text/format.ts';

const UNREAD: CountForms = { zero: 'nenhuma não lida', one: 'não lida', other: 'não lidas' };
const FAILURES: CountForms = { zero: 'nenhuma falha', one: 'falha', other: 'falhas' };

/** What a notification says in a few words, after the name of the integration. */
export const KIND_TEXTS: Record<NotificationKind, string> = {
  failure: 'falhou',
  repeated: 'continua falhando',
  paused: 'falhou, e o agendamento foi pausado',
  recovery: 'voltou a funcionar',
};

/** Texts of the bell in the header and of the list that it opens. */
export const bell = {
  open: (unread: number) => `Notificações, ${formatPlural(unread, UNREAD)}`,
  title: 'Notificações',
  description: 'Falhas, pausas e recuperações das integrações dos seus grupos.',
  loading: 'Carregando notificações…',
  failed: 'Não foi possível carregar as notificações',
  readFailed: 'Não foi possível marcar como lida',
  empty: 'Nenhuma notificação',
  emptyAdvice: 'Quando uma integração falhar, tiver o agendamento pausado ou voltar a funcionar, você verá aqui.',
  unread: 'Não lida',
  markAll: 'Marcar todas como lidas',
  allRead: 'Todas as notificações estão lidas',
  mark: 'Marcar como lida',
  markOf: (what: string) => `Marcar como lida: ${what}`,
  settings: 'Escolher o que receber',
  test: 'Teste de notificação',
  testText: 'Se você está lendo isto, o aviso no app funciona.',
  failures: (count: number) => formatPlural(count, FAILURES),
  was: (reason: string) => `O motivo era: ${reason}`,
  fix: 'Corrigir credencial',
  see: 'Ver a integração',
  more: (count: string) => `As ${count} mais novas.`,
} as const;

/** Texts of the page where people choose what they receive. */
export const preferences = {
  title: 'Notificações',
  lead: (tenant: string) => `O que você quer saber das integrações de ${tenant}, e por onde.`,
  what: 'O que receber',
  whatHint:
    'Por e-mail, cada causa avisa uma vez: novas falhas pelo mesmo motivo não geram outro e-mail até a integração voltar a funcionar.',
  event: 'Acontecimento',
  inApp: 'No app',
  email: 'E-mail',
  kinds: {
    failure: 'Uma integração falhou',
    repeated: 'Continua falhando',
    paused: 'Agendamento pausado',
    recovery: 'Voltou a funcionar',
  } satisfies Record<NotificationKind, string>,
  kindHints: {
    failure: 'Na primeira falha de cada causa.',
    repeated: 'Na metade das falhas seguidas que pausam o agendamento.',
    paused: 'Quando nada mais começa sozinho.',
    recovery: 'Quando uma execução termina bem depois de falhas.',
  } satisfies Record<NotificationKind, string>,
  byChannel: (kind: string, channel: string) => `${kind}: ${channel}`,
  saved: 'Preferências salvas',
  loading: 'Carregando as preferências…',
  failed: 'Não foi possível carregar as preferências',
  saveFailed: 'Não foi possível salvar',
  noMail: 'O envio de e-mails não está configurado neste ambiente',
  noMailAdvice: 'As escolhas ficam guardadas. Peça ao suporte que configure o serviço de e-mail.',
  tests: { app: 'Testar no app', email: 'Testar e-mail' } satisfies Record<TestKind, string>,
  testBusy: 'Enviando…',
  testFailed: 'Não foi possível enviar o teste',
  testedApp: 'Teste enviado: veja o sino no alto da página.',
  browser: 'Avisos do navegador',
  browserLabel: 'Avisar neste navegador',
  browserHint:
    'Mostra um aviso do sistema quando esta página está aberta em segundo plano. Vale só para este navegador.',
  browserDenied: 'O navegador bloqueou os avisos. Libere-os nas permissões deste site e tente de novo.',
  browserMissing: 'Este navegador não oferece avisos.',
  browserOn: 'Avisos do navegador ligados',
  browserOff: 'Avisos do navegador desligados',
} as const;

/** Texts about webhooks, for admins. */
export const webhooks = {
  title: 'Webhooks do grupo',
  lead: 'Chamam um endereço seu a cada acontecimento, com assinatura HMAC-SHA-256. Só administradores veem esta parte.',
  loading: 'Carregando os webhooks…',
  failed: 'Não foi possível carregar os webhooks',
  none: 'Nenhum webhook ainda.',
  url: 'Endereço do webhook',
  urlHint: 'Um endereço público que comece com https, sem parâmetros. Depois de salvo, só o servidor o conhece.',
  urlMissing: 'Informe o endereço do webhook.',
  kinds: 'Chamar quando',
  kindsMissing: 'Escolha ao menos um acontecimento.',
  add: 'Adicionar webhook',
  adding: 'Adicionando…',
  added: 'Webhook adicionado',
  addFailed: 'Não foi possível adicionar o webhook',
  full: 'O grupo tem o máximo de webhooks. Remova um para adicionar outro.',
  key: 'Chave de assinatura',
  keyHint:
    'Guarde-a agora: não será mostrada de novo. Confira em cada chamada o cabeçalho X-Integracoes-Signature: t é o horário, v1 o HMAC de "t.corpo".',
  copyKey: 'Copiar a chave',
  keyDone: 'Já guardei',
  on: 'Ativo',
  onHint: 'Desligado, não é chamado.',
  turnedOn: 'Webhook ligado',
  turnedOff: 'Webhook desligado',
  test: 'Testar',
  testOf: (host: string) => `Testar o webhook de ${host}`,
  remove: 'Remover',
  removeOf: (host: string) => `Remover o webhook de ${host}`,
  removeTitle: (host: string) => `Remover o webhook de ${host}`,
  removeText: 'Ele não será mais chamado, e a chave deixa de valer. Para voltar, adicione-o de novo com outra chave.',
  removeKeep: 'Manter',
  removed: 'Webhook removido',
  changeFailed: 'Não foi possível alterar o webhook',
  answers: 'Últimas respostas',
  noAnswers: 'Ainda não foi chamado.',
} as const;

/** How a delivery stands, in words. */
export const deliveries = {
  pending: 'Na fila',
  retrying: 'Nova tentativa',
  sent: 'Entregue',
  dead: 'Desistimos após um dia',
  none: 'Sem resposta',
  kinds: { ...KIND_TEXTS, test: 'teste' },
  tries: (count: number) => (count === 1 ? '1 tentativa' : `${count} tentativas`),
} as const;
