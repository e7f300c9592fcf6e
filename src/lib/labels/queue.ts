import type { QueuePlace, QueueReason } from '../live/queue-place.ts';
import { formatCount, formatSeconds } from '../text/format.ts';

const REASONS: Record<QueueReason, string> = {
  all: 'Todos os processos estão ocupados.',
  provider: 'Este provedor já tem o máximo de execuções ao mesmo tempo.',
  tenant: 'O grupo já tem o máximo de execuções ao mesmo tempo.',
  paused: 'Em manutenção: por enquanto nada começa.',
};
/** Beyond it the server does not count. */
const COUNTED = 1000;

function placeText({ position }: QueuePlace): string {
  if (position === 1) return 'É a próxima da fila';
  return position > COUNTED ? `Mais de ${formatCount(COUNTED)} na frente` : `${formatCount(position)}ª da fila`;
}

function startText({ reason, seconds }: QueuePlace): string {
  if (reason === null) return 'começa em instantes';
  if (reason === 'paused') return 'começa quando a manutenção terminar';
  if (seconds === null) return 'começa quando houver lugar';
  // To the second it would be a promise.
  return seconds < 60 ? 'começa em menos de 1 min' : `começa em cerca de ${aboutMinutes(seconds)}`;
}

function aboutMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : formatSeconds(minutes * 60);
}

/** Texts about the place of a waiting run. */
export const queue = {
  place: (place: QueuePlace) => `${placeText(place)}, ${startText(place)}.`,
  reason: (reason: QueueReason) => REASONS[reason],
  slow: 'A fila está demorando mais que o normal.',
  slowAdvice: 'A execução começa sozinha. Se passar de 10 minutos, avise o suporte.',
} as const;
