import { isAuthError } from '@supabase/auth-js';
import type { ErrorText } from './errors.ts';

/** Texts of the sign-in page. */
export const auth = {
  title: 'Entrar',
  lead: 'Acompanhe e execute as integrações do seu grupo contábil.',
  email: 'E-mail',
  password: 'Senha',
  showPassword: 'Mostrar senha',
  submit: 'Entrar',
  submitting: 'Entrando…',
  accountChanged: 'A conta mudou em outra janela',
  accountChangedTo: 'Esta janela mostra agora os dados de',
  accountChangedFrom: 'Antes mostrava os de',
  keepAccount: 'Continuar com esta conta',
  expired: 'Sua sessão terminou',
  expiredAdvice: 'Entre novamente para continuar de onde parou.',
  emailMissing: 'Informe o seu e-mail.',
  emailInvalid: 'Informe um e-mail completo, como nome@empresa.com.br.',
  passwordMissing: 'Informe a sua senha.',
} as const;

/** Why the sign-in failed, in words; never tells whether the e-mail exists. */
export function signInErrorText(error: unknown): ErrorText {
  if (isAuthError(error)) {
    if (error.name === 'AuthRetryableFetchError') {
      return { title: 'Sem conexão com o servidor', advice: 'Verifique a internet e tente novamente.' };
    }
    if (error.status === 429) {
      return { title: 'Muitas tentativas seguidas', advice: 'Aguarde alguns minutos e tente novamente.' };
    }
    if (error.code === 'email_not_confirmed') {
      return {
        title: 'E-mail ainda não confirmado',
        advice: 'Abra a mensagem de confirmação que enviamos e tente novamente.',
      };
    }
    if (error.status === 400 || error.status === 401) {
      return { title: 'E-mail ou senha incorretos', advice: 'Confira os dois e tente novamente.' };
    }
  }
  return { title: 'Não foi possível entrar', advice: 'Tente novamente em alguns minutos.' };
}
