import { formatCount } from '../text/format.ts';

/** Texts of the detail page's frame. */
export const detail = {
  breadcrumb: 'Você está em',
  tabs: { 'visao-geral': 'Visão Geral', execucoes: 'Execuções', configuracao: 'Configuração' },
  tabList: 'Partes da integração',
  runningTitle: 'Processando...',
  waitingTitle: 'Aguardando',
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
  onWithoutCredential: 'Ativa, mas sem credencial: as execuções vão falhar',
  onWithoutCredentialAdvice: 'Informe a credencial em Conexão, aqui embaixo.',
  askAdmin: 'Peça a um administrador do grupo que informe a credencial.',
  connection: 'Conexão',
  baseUrl: 'Endereço do provedor',
  baseUrlDefault: (url: string) => `Deixe em branco para usar o endereço padrão: ${url}`,
  baseUrlRequired: 'O endereço é próprio de cada cliente. Exemplo: https://api-suaempresa.exemplo.com.br',
  baseUrlMissing: 'Informe o endereço do provedor.',
  baseUrlInvalid: 'Informe um endereço completo, como https://api.exemplo.com.br, sem espaços nem usuário e senha.',
  baseUrlNone: 'Não informado',
  credential: 'Credencial',
  credentialHint: 'Token ou chave de acesso do provedor. Depois de salva não pode mais ser lida por ninguém.',
  credentialSet: 'Definida',
  credentialUnset: 'Ainda não definida',
  credentialKeep: 'Deixe em branco para mantê-la.',
  credentialNeeded: 'Sem ela as execuções falham.',
  credentialInvalid: 'A credencial tem de 1 a 1.000 caracteres, sem quebras de linha.',
  credentialDropped: 'Ao mudar para outro endereço, a credencial guardada é apagada por segurança. Informe-a de novo.',
  showCredential: 'Mostrar a credencial',
  hideCredential: 'Ocultar a credencial',
  save: 'Salvar conexão',
  saving: 'Salvando…',
  saved: 'Conexão salva',
  test: 'Testar conexão',
  testAndSave: 'Testar e salvar',
  lastTest: 'Último teste',
  testAccepted: 'aceita pelo provedor',
  advanced: 'Avançado: endereço do provedor',
  testing: 'Testando…',
  credentialMissing: 'Informe a credencial para testar.',
  testHint: 'O teste faz uma consulta ao provedor. “Testar e salvar” só salva o que o provedor aceita.',
  testOk: 'Conexão funcionando',
  testOkDraft: 'O provedor aceitou o endereço e a credencial do formulário. Falta salvar.',
  testOkSaved: 'O provedor aceitou o endereço e a credencial salvos.',
  testRejected: 'Confira o que foi digitado ou gere uma nova credencial no provedor.',
  testNotDone: 'Não foi possível fazer o teste',
  config: 'Opções de leitura',
  none: '–',
  configSave: 'Salvar opções',
  configSaved: 'Opções salvas',
  unsaved: 'Alterações não salvas',
  nothingToSave: 'Nenhuma alteração para salvar',
  discard: 'Descartar',
  conflict: 'Outra pessoa alterou esta parte enquanto você editava',
  conflictAdvice: 'Salvar substitui a alteração dela. Para ver o que está salvo agora, descarte a sua.',
  turnedOn: 'Integração ativada',
  turnedOff: 'Integração desativada',
  failed: 'Não foi possível salvar',
  readOnly: 'Somente administradores do grupo alteram a configuração.',
} as const;

/** Names for the keys of a provider's configuration. */
export const CONFIG_LABELS: Readonly<Record<string, string>> = {
  months_back: 'Meses para trás',
  months_ahead: 'Meses à frente',
};

/** What may be entered, and what counts while nothing is; null = not limited, no default. */
interface NumberLimits {
  minimum: number | null;
  maximum: number | null;
  fallback: number | null;
}

/** "De 0 a 24. Em branco vale o padrão: 4." */
export function configHint({ minimum, maximum, fallback }: NumberLimits): string {
  const limits = minimum === null || maximum === null ? '' : `De ${formatCount(minimum)} a ${formatCount(maximum)}. `;
  return fallback === null ? limits.trim() : `${limits}Em branco vale o padrão: ${formatCount(fallback)}.`;
}

/** What a number input asks for when its text is wrong. */
export function configProblem({ minimum, maximum }: NumberLimits): string {
  if (minimum === null || maximum === null) return 'Informe um número inteiro.';
  return `Informe um número inteiro de ${formatCount(minimum)} a ${formatCount(maximum)}.`;
}
