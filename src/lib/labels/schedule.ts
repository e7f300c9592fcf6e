/** Texts of the schedule in the Configuração tab, and of the next run elsewhere. */
export const schedule = {
  title: 'Agendamento',
  kind: 'Frequência',
  kinds: { off: 'Sem agendamento', hourly: 'A cada hora', daily: 'Todos os dias', weekly: 'Uma vez por semana' },
  hourlyHint: 'Uma execução no início de cada hora.',
  time: 'Horário',
  timeHint: (zone: string) => `No ${zone}.`,
  timeMissing: 'Informe o horário, como 06:00.',
  weekday: 'Dia da semana',
  weekdays: ['domingo', 'segunda-feira', 'terça-feira', 'quarta-feira', 'quinta-feira', 'sexta-feira', 'sábado'],
  daily: (time: string) => `Todos os dias, às ${time}`,
  weekly: (weekday: string, time: string) =>
    `${weekday === 'domingo' || weekday === 'sábado' ? 'Todo' : 'Toda'} ${weekday}, às ${time}`,
  next: 'Próxima execução',
  /** Below "Última execução …". */
  nextShort: 'Próxima:',
  nextNone: 'sem agendamento',
  nextIn: (time: string, zone: string) => `${time} (${zone})`,
  nextOff: 'Nenhuma: sem agendamento, cada execução é iniciada por alguém.',
  paused: 'Agendamento pausado',
  nextPaused: 'Nenhuma enquanto o agendamento estiver pausado.',
  nextDisabled: 'Nenhuma enquanto a integração estiver desativada.',
  nextAfterSave: 'Calculada ao salvar.',
  save: 'Salvar agendamento',
  saved: 'Agendamento salvo',
} as const;
