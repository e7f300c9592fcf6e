/** What failed, in a few words, and what the reader can do about it. */
export interface ErrorText {
  title: string;
  advice: string;
}

/** Of each code that a job can carry in `error_code`; the same codes as in the functions, which a test compares. */
export const JOB_ERROR_TEXTS = {
  credentials_missing: {
    title: 'Credencial não informada',
    advice: 'Informe a credencial do provedor na aba Configuração e execute novamente.',
  },
  credentials_rejected: {
    title: 'Credencial recusada pelo provedor',
    advice: 'Gere uma nova credencial no provedor, atualize-a na aba Configuração e execute novamente.',
  },
  permission_denied: {
    title: 'Sem permissão no provedor',
    advice: 'A credencial é válida, mas não tem acesso a estes dados. Peça a liberação ao administrador do provedor.',
  },
  rate_limited: {
    title: 'Limite de consultas do provedor',
    advice: 'Não é preciso fazer nada: a execução continua sozinha quando o limite for liberado.',
  },
  provider_unavailable: {
    title: 'Provedor fora do ar',
    advice: 'Tente novamente em alguns minutos. Se continuar, consulte o suporte do provedor.',
  },
  provider_timeout: {
    title: 'O provedor demorou a responder',
    advice: 'Tente novamente em alguns minutos.',
  },
  invalid_response: {
    title: 'Resposta inesperada do provedor',
    advice: 'Tente novamente. Se continuar, copie os detalhes técnicos e envie ao suporte.',
  },
  provider_error: {
    title: 'O provedor recusou a consulta',
    advice: 'Leia a mensagem do provedor nos detalhes técnicos e corrija o que ela indica.',
  },
  repeated_page: {
    title: 'O provedor repetiu a mesma página',
    advice: 'Nenhum dado foi perdido. Tente novamente; se continuar, copie os detalhes técnicos e envie ao suporte.',
  },
  incomplete_read: {
    title: 'Leitura incompleta',
    advice: 'O que foi lido está gravado. Execute novamente; se continuar, verifique a situação do provedor.',
  },
  base_url_refused: {
    title: 'Endereço não permitido',
    advice: 'Confira o endereço do provedor na aba Configuração.',
  },
  integration_disabled: {
    title: 'Integração desativada',
    advice: 'Ative a integração na aba Configuração e execute novamente.',
  },
  worker_lost: {
    title: 'A execução foi interrompida',
    advice: 'O processo parou antes do fim. Execute novamente: o que já foi lido está gravado.',
  },
  job_stalled: {
    title: 'A execução ficou parada por 10 minutos',
    advice: 'Execute novamente. Se continuar, verifique se o provedor está respondendo.',
  },
  run_too_long: {
    title: 'Execução longa demais',
    advice: 'O que já foi lido está guardado: execute novamente para continuar de onde parou.',
  },
  too_many_records: {
    title: 'Registros demais em uma execução',
    advice:
      'O que já foi lido está guardado. Restrinja o período na aba Configuração ou peça ao suporte um limite maior.',
  },
  no_progress: {
    title: 'O provedor está lento demais',
    advice: 'Tente novamente em um horário de menor movimento.',
  },
  internal_error: {
    title: 'Falha interna',
    advice: 'Tente novamente. Se continuar, copie os detalhes técnicos e envie ao suporte.',
  },
} satisfies Record<string, ErrorText>;
export type JobErrorCode = keyof typeof JOB_ERROR_TEXTS;

/** Of each code of the HTTP answers `{error: {code, message}}`; the same codes as in the functions. */
export const HTTP_ERROR_TEXTS = {
  invalid_request: {
    title: 'O pedido não foi aceito',
    advice: 'Atualize a página e tente novamente.',
  },
  unauthorized: {
    title: 'Sua sessão terminou',
    advice: 'Entre novamente para continuar.',
  },
  forbidden: {
    title: 'Você não tem permissão para isto',
    advice: 'Peça a um administrador do grupo.',
  },
  not_found: {
    title: 'Não encontrado',
    advice: 'O item pode ter sido removido. Volte à lista de integrações.',
  },
  method_not_allowed: {
    title: 'O pedido não foi aceito',
    advice: 'Atualize a página e tente novamente.',
  },
  payload_too_large: {
    title: 'O pedido é grande demais',
    advice: 'Atualize a página e tente novamente.',
  },
  integration_disabled: JOB_ERROR_TEXTS.integration_disabled,
  job_already_active: {
    title: 'Já existe uma execução em andamento',
    advice: 'Acompanhe a execução atual ou cancele-a antes de iniciar outra.',
  },
  too_many_requests: {
    title: 'Muitos pedidos em pouco tempo',
    advice: 'Aguarde um minuto e tente novamente. Depois de muitas alterações, a espera é de uma hora.',
  },
  internal_error: {
    title: 'O servidor não conseguiu atender',
    advice: 'Tente novamente em alguns minutos.',
  },
} satisfies Record<string, ErrorText>;
export type HttpErrorCode = keyof typeof HTTP_ERROR_TEXTS;

/** Of every class that pages tell apart. `offline`: no answer came at all. */
export const APP_ERROR_TEXTS = {
  ...HTTP_ERROR_TEXTS,
  offline: { title: 'Sem conexão com o servidor', advice: 'Verifique a internet e tente novamente.' },
  job_already_finished: {
    title: 'A execução já tinha terminado',
    advice: 'Nada foi cancelado. O resultado está na aba Execuções.',
  },
  removals_decided: {
    title: 'Não há mais nada a confirmar',
    advice: 'Outra pessoa já confirmou, ou uma leitura mais nova decidiu. Atualize a página.',
  },
  base_url_refused: {
    title: 'Endereço não permitido',
    advice: 'Use um endereço público que comece com https, sem porta nem parâmetros.',
  },
  last_admin: {
    title: 'É o último administrador do grupo',
    advice: 'Torne antes outra pessoa administradora: um grupo sem administrador não pode ser configurado por ninguém.',
  },
  integration_exists: {
    title: 'O grupo já tem esta integração',
    advice: 'Outra pessoa pode tê-la adicionado agora. Ela está na lista de integrações.',
  },
  credential_store_missing: {
    title: 'O cofre de credenciais não está disponível',
    advice: 'Peça ao suporte que ative o cofre (Vault) deste projeto. Nada foi guardado.',
  },
} satisfies Record<string, ErrorText>;
export type AppErrorCode = keyof typeof APP_ERROR_TEXTS;

function isKeyOf<T extends object>(record: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(record, key);
}

/** Text for the `error_code` of a job. A code this version does not know yet reads as an internal failure. */
export function jobErrorText(code: string | null): ErrorText {
  return code !== null && isKeyOf(JOB_ERROR_TEXTS, code) ? JOB_ERROR_TEXTS[code] : JOB_ERROR_TEXTS.internal_error;
}

/** Narrows what comes from the address. */
export function isJobErrorCode(code: unknown): code is JobErrorCode {
  return typeof code === 'string' && isKeyOf(JOB_ERROR_TEXTS, code);
}

/** Narrows the `code` of an HTTP answer. */
export function isHttpErrorCode(code: unknown): code is HttpErrorCode {
  return typeof code === 'string' && isKeyOf(HTTP_ERROR_TEXTS, code);
}
