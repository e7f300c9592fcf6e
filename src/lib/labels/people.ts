import type { Role } from '../tenants/memberships.ts';

/** Names of the roles, as "Perfil" shows them. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  admin: 'Administrador',
  auditor: 'Auditor',
  member: 'Membro',
};

/** What a role may do, under the choice of one. */
export const ROLE_RIGHTS: Readonly<Record<Role, string>> = {
  admin: 'Executa e configura as integrações e cuida das pessoas do grupo.',
  auditor: 'Vê as integrações, as execuções e as pessoas, sem mudar nada.',
  member: 'Faz parte do grupo, mas não vê as integrações.',
};

/** Texts of the page "Pessoas". */
export const people = {
  title: 'Pessoas',
  lead: (group: string) => `Quem faz parte de ${group}, e o que cada pessoa pode fazer.`,
  readOnly: 'Somente administradores convidam, mudam perfis e removem pessoas.',
  list: 'Pessoas do grupo',
  loading: 'Carregando as pessoas…',
  failed: 'Não foi possível carregar as pessoas do grupo',
  you: 'Você',
  pending: 'Convite pendente',
  since: (when: string) => `Desde ${when}`,
  invited: (when: string) => `Convite de ${when}`,
  change: 'Mudar perfil',
  changeOf: (who: string) => `Mudar perfil de ${who}`,
  resend: 'Reenviar convite',
  resending: 'Reenviando…',
  resendTo: (who: string) => `Reenviar convite de ${who}`,
  resent: (email: string) => `O convite foi enviado outra vez para ${email}.`,
  resentInVain: (email: string) => `${email} já aceitou o convite: nenhum e-mail foi enviado.`,
  resendFailed: 'O convite não foi reenviado',
  remove: 'Remover',
  removeOf: (who: string) => `Remover ${who}`,
  onlyAdmin:
    'É o único administrador que pode entrar: para mudar o perfil ou remover, torne antes outra pessoa administradora.',
} as const;

/** Texts of the form that invites. */
export const invitation = {
  title: 'Convidar pessoa',
  lead: 'A pessoa recebe um e-mail com um link que vale 24 horas.',
  email: 'E-mail da pessoa',
  emailMissing: 'Informe o e-mail da pessoa.',
  role: 'Perfil',
  submit: 'Enviar convite',
  submitting: 'Enviando…',
  failed: 'O convite não foi enviado',
  invited: (email: string) => `Convite enviado para ${email}.`,
  added: (email: string) =>
    `${email} já tinha uma conta e agora faz parte do grupo. Nenhum e-mail foi enviado: avise a pessoa.`,
  sentAgain: (email: string) => `${email} já tinha um convite: o e-mail foi enviado outra vez. O perfil não mudou.`,
  already: (email: string) => `${email} já faz parte do grupo: nada mudou. O perfil se muda na lista.`,
  tooMany: {
    title: 'Muitos convites em pouco tempo',
    advice: 'O convite não foi enviado. Aguarde até uma hora e tente novamente.',
  },
} as const;

/** Texts of the dialogs that change a role and remove a person. */
export const personDialogs = {
  cancel: 'Voltar',
  roleTitle: (who: string) => `Mudar o perfil de ${who}`,
  roleLead: 'O novo perfil vale a partir de agora.',
  ownRole: 'Este é o seu próprio perfil: sem ser administrador, você não poderá desfazer a mudança.',
  saveRole: 'Salvar perfil',
  saving: 'Salvando…',
  roleFailed: 'O perfil não mudou',
  roleChanged: (who: string, role: string) => `Perfil de ${who}: ${role}.`,
  removeTitle: (who: string) => `Remover ${who} do grupo?`,
  removeMember: (who: string, group: string) =>
    `${who} deixa de ver os dados de ${group} agora. A conta da pessoa continua, e o que ela fez fica no histórico.`,
  removePending: (who: string, group: string) =>
    `O convite de ${who} é retirado: quem o aceitar ainda assim não verá nada de ${group}.`,
  removeSelf: (group: string) =>
    `Você deixa de ver os dados de ${group} agora, e só outro administrador pode incluir você de novo.`,
  confirmRemove: 'Remover do grupo',
  removing: 'Removendo…',
  removeFailed: 'A pessoa não foi removida',
  removed: (who: string) => `${who} não faz mais parte do grupo.`,
} as const;

/** Texts of the history of people. */
export const peopleHistory = {
  title: 'Histórico',
  lead: 'Quem entrou, saiu ou mudou de perfil, e quem fez isso. As mais recentes primeiro.',
  empty: 'Nenhuma mudança registrada.',
  loading: 'Carregando o histórico…',
  failed: 'Não foi possível carregar o histórico',
  moreFailed: 'Não foi possível carregar mais mudanças',
  loadMore: 'Carregar mais mudanças',
  loadingMore: 'Carregando…',
  /** Of an account that was gone already when the event was written. */
  unknownPerson: 'uma pessoa sem conta',
  unknownRole: 'outro perfil',
  added: (who: string, role: string) => `adicionou ${who} como ${role}`,
  changed: (who: string, from: string, to: string) => `mudou o perfil de ${who} de ${from} para ${to}`,
  removed: (who: string, role: string) => `removeu ${who}, que era ${role}`,
  left: (role: string) => `saiu do grupo; era ${role}`,
} as const;
