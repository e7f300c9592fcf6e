import type { Remedy } from '../jobs/remedies.ts';
import { type CountForms, formatCount, formatPlural } from '../text/format.ts';

const FAILURES: CountForms = { zero: 'nenhuma falha', one: 'falha seguida', other: 'falhas seguidas' };

/** Texts of the remedy beside an error: the banner of the detail page, and the card. */
export const remedies = {
  region: 'Problema e solução',
  since: 'Primeira falha',
  pausedSince: 'Agendamento pausado',
  inRow: (failures: number) => formatPlural(failures, FAILURES),
  willPause: (failures: number, limit: number) =>
    `${formatPlural(failures, FAILURES)}: o agendamento será pausado quando forem ${formatCount(limit)}.`,
  pausedCredential: 'Ele volta a rodar quando a credencial for corrigida.',
  pausedFailures: 'Ele volta a rodar quando uma execução terminar bem, ou quando alguém o retomar.',
  askAdmin: 'Peça a um administrador do grupo que corrija.',
  first: {
    credential: 'Corrigir credencial',
    address: 'Corrigir endereço',
    options: 'Restringir o período',
    activation: 'Ativar integração',
    details: 'Ver a mensagem do provedor',
    run: 'Executar novamente',
  } satisfies Record<Remedy, string>,
  giveCredential: 'Informar credencial',
  otherCredential: 'Usar outra credencial',
  seeError: 'Ver erro',
  resume: 'Retomar agendamento',
  resuming: 'Retomando…',
  resumed: 'Agendamento retomado',
  resumeFailed: 'Não foi possível retomar o agendamento',
  activationFailed: 'Não foi possível ativar a integração',
} as const;

/** Texts of the field that mends a refused credential on the spot. */
export const credentialRemedy = {
  field: (name: string) => `Nova credencial da ${name}`,
  hint: 'O provedor testa a credencial antes; se a aceitar, ela é salva, o agendamento é retomado e a leitura começa.',
  submit: 'Testar, salvar e executar',
  submitOnly: 'Testar e salvar',
  busy: 'Testando e salvando…',
  cancel: 'Cancelar',
  missing: 'Informe a nova credencial.',
  notSaved: 'A credencial não foi salva.',
  saved: 'Credencial aceita e salva',
  failed: 'Não foi possível testar e salvar',
} as const;

/** Texts of a paused schedule in the Configuração tab. */
export const pausedSchedule = {
  title: 'Agendamento pausado',
  because: (reason: string) => `Motivo: ${reason}.`,
  manual: 'Execuções iniciadas por alguém continuam possíveis.',
} as const;
