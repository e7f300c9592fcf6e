import { isAuthError } from '@supabase/auth-js';
import type { ErrorText } from './errors.ts';

/** As `minimum_password_length` in supabase/config.toml, and the most that Auth takes (bytes). */
export const PASSWORD_LENGTH = { min: 10, max: 72 } as const;

/** Texts of the pages of one's own account: invitation, forgotten password, name, new password. */
export const account = {
  title: 'Minha conta',
  lead: 'O seu nome e a sua senha, em todos os grupos.',
  name: 'Seu nome',
  nameHint: 'É como as outras pessoas do grupo veem você.',
  nameMissing: 'Informe o seu nome.',
  nameTitle: 'Nome',
  saveName: 'Salvar nome',
  saving: 'Salvando…',
  nameSaved: 'Nome salvo.',
  nameFailed: 'O nome não foi salvo',
  loading: 'Carregando a sua conta…',
  failed: 'Não foi possível carregar a sua conta',
  passwordTitle: 'Senha',
  currentPassword: 'Senha atual',
  currentHint: 'Não lembra? Saia e use “Esqueci a senha” na página de entrada.',
  currentMissing: 'Informe a senha atual.',
  currentWrong: 'Esta não é a senha atual.',
  newPassword: 'Nova senha',
  ownPassword: 'Crie uma senha',
  passwordHint: 'Pelo menos 10 caracteres.',
  passwordShort: 'A senha precisa de pelo menos 10 caracteres.',
  passwordLong: 'A senha é longa demais: use até 72 caracteres sem acento.',
  passwordSame: 'A nova senha é igual à atual: escolha outra.',
  passwordWeak: 'Esta senha é fácil de adivinhar: escolha outra, mais longa ou com letras, números e sinais.',
  showPassword: 'Mostrar senha',
  savePassword: 'Mudar senha',
  passwordSaved: 'Senha mudada. As outras sessões desta conta terminaram.',
  passwordFailed: 'A senha não mudou',
  email: 'E-mail da conta',
} as const;

/** Texts of a page that a link of an e-mail leads to. */
interface MailLinkTexts {
  title: string;
  lead: string;
  accept: string;
  accepting: string;
  /** With another account signed in: what accepting does to it. */
  replace: string;
  acceptInstead: string;
  expired: ErrorText;
  incomplete: ErrorText;
}

/** Texts of "Convite". */
export const invite = {
  title: 'Convite',
  lead: 'Você foi convidado a usar as Integrações do seu grupo contábil. Ao aceitar, você cria o seu nome e a sua senha.',
  accept: 'Aceitar o convite',
  accepting: 'Aceitando…',
  replace: 'Ao aceitar, essa conta sai deste navegador e entra a conta do convite.',
  acceptInstead: 'Sair dessa conta e aceitar o convite',
  expired: {
    title: 'Este convite não vale mais',
    advice:
      'Ele já foi usado, venceu ou foi substituído por outro. Se você já criou a sua senha, entre com ela; se não, peça um novo convite ao administrador do seu grupo.',
  },
  incomplete: {
    title: 'O endereço do convite está incompleto',
    advice: 'Abra outra vez o link do e-mail. Se não funcionar, peça um novo convite ao administrador do seu grupo.',
  },
  setUpTitle: 'Crie o seu acesso',
  setUpLead: 'O convite foi aceito. Falta dizer como você se chama e criar a sua senha.',
  finish: 'Entrar no grupo',
  finishing: 'Entrando…',
  finishFailed: 'O seu acesso não foi criado',
} satisfies MailLinkTexts & Record<string, unknown>;

/** Texts of "Nova senha". */
export const recovery = {
  title: 'Nova senha',
  lead: 'Recebemos um pedido de nova senha para a sua conta. Se não foi você, feche esta página: nada muda.',
  accept: 'Criar uma nova senha',
  accepting: 'Verificando o link…',
  replace: 'Se continuar, essa conta sai deste navegador e entra a conta do link.',
  acceptInstead: 'Sair dessa conta e continuar',
  expired: {
    title: 'Este link não vale mais',
    advice: 'Ele já foi usado, venceu ou foi substituído por outro. Peça um novo link.',
  },
  incomplete: {
    title: 'O endereço está incompleto',
    advice: 'Abra outra vez o link do e-mail ou peça um novo.',
  },
  setUpLead: 'Escolha a nova senha. As outras sessões desta conta terminam.',
  doneTitle: 'Senha mudada',
  doneLead: 'A partir de agora, entre com a nova senha. As outras sessões desta conta terminaram.',
} satisfies MailLinkTexts & Record<string, unknown>;

/** Texts of "Senha esquecida". */
export const forgotten = {
  link: 'Esqueci a senha',
  title: 'Senha esquecida',
  lead: 'Informe o e-mail da sua conta: enviamos um link para criar uma nova senha.',
  submit: 'Enviar o link',
  submitting: 'Enviando…',
  failed: 'O link não foi enviado',
  sentTitle: 'Veja o seu e-mail',
  sent: (email: string) =>
    `Se existe uma conta com ${email}, o link chega em alguns minutos. Veja também a caixa de spam.`,
  another: 'Usar outro e-mail',
  backToSignIn: 'Voltar para a entrada',
  newLink: 'Pedir um novo link',
} as const;

/** Texts about the account that is signed in already. */
export const otherAccount = {
  title: 'Você já está conectado',
  isSignedIn: 'Neste navegador está conectada a conta',
  keep: 'Continuar com essa conta',
} as const;

const OFFLINE: ErrorText = { title: 'Sem conexão com o servidor', advice: 'Verifique a internet e tente novamente.' };

/** Why Auth refused something, in words that fit every page of the account. */
export function accountErrorText(error: unknown): ErrorText {
  if (isAuthError(error)) {
    if (error.name === 'AuthRetryableFetchError') return OFFLINE;
    if (error.status === 429) {
      return { title: 'Muitos pedidos em pouco tempo', advice: 'Aguarde alguns minutos e tente novamente.' };
    }
    if (error.name === 'AuthSessionMissingError' || error.status === 401 || error.status === 403) {
      return { title: 'Sua sessão terminou', advice: 'Entre novamente para continuar.' };
    }
  }
  return { title: 'O servidor não conseguiu atender', advice: 'Tente novamente em alguns minutos.' };
}

/** What is wrong with a new password that Auth refused; null when it refused for another reason. */
export function passwordRefusal(error: unknown): string | null {
  if (!isAuthError(error)) return null;
  if (error.code === 'same_password') return account.passwordSame;
  return error.code === 'weak_password' ? account.passwordWeak : null;
}
