import type { Delivery } from './outbox.ts';

/** What a notification says, in Portuguese; `path` leads to what helps. */
export interface NotificationText {
  subject: string;
  /** One line for each thing to say. */
  lines: string[];
  action: string;
  path: string;
}

const CREDENTIAL_CAUSES = new Set(['credentials_missing', 'credentials_rejected']);

function localTime(timestamp: string, timeZone: string): string {
  return new Intl.DateTimeFormat('pt-BR', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(
    new Date(timestamp),
  );
}

const failures = (count: number) => (count === 1 ? '1 falha' : `${count} falhas`);

/** The words of a delivery: what happened, since when, and what to do. */
export function textOf({ kind, tenant, incident }: Delivery): NotificationText {
  if (incident === null) {
    return {
      subject: `Teste de notificação – ${tenant.name}`,
      lines: [
        `Este é um teste pedido na página Notificações do grupo ${tenant.name}.`,
        'Se você está lendo isto, o canal funciona.',
      ],
      action: 'Abrir as integrações',
      path: `/integracoes?tenant=${encodeURIComponent(tenant.slug)}`,
    };
  }
  const name = incident.provider_name ?? incident.provider_slug;
  const since = `Primeira falha: ${localTime(incident.began_at, tenant.time_zone)}.`;
  const why = incident.message ?? 'A execução falhou.';
  const paused = 'O agendamento foi pausado: nada mais começa sozinho até que alguém corrija a causa ou o retome.';
  const isCredential = CREDENTIAL_CAUSES.has(incident.cause);
  const path = `/integracoes/${encodeURIComponent(incident.provider_slug)}?tenant=${encodeURIComponent(tenant.slug)}`;
  const problem = {
    action: isCredential ? 'Corrigir credencial' : 'Ver o erro',
    path: isCredential ? `${path}&corrigir=credencial` : path,
  };
  switch (kind) {
    case 'recovery':
      return {
        subject: `${name} voltou a funcionar – ${tenant.name}`,
        lines: [
          `Uma execução da integração ${name} terminou bem, depois de ${failures(incident.failures)}.`,
          since,
          `O motivo era: ${why}`,
        ],
        action: 'Ver a integração',
        path,
      };
    case 'paused':
      return {
        subject: `${name} falhou e o agendamento foi pausado – ${tenant.name}`,
        lines: [why, since, paused],
        ...problem,
      };
    case 'repeated':
      return {
        subject: `${name} continua falhando – ${tenant.name}`,
        lines: [why, `${since} Já são ${failures(incident.failures)}.`],
        ...problem,
      };
    default:
      return {
        subject: `${name} falhou – ${tenant.name}`,
        lines: [why, since, ...(incident.is_paused ? [paused] : [])],
        ...problem,
      };
  }
}
