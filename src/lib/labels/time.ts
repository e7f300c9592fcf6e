/** Words for moments, in the middle of a sentence. */
export const time = {
  now: 'agora',
  on: (date: string) => `em ${date}`,
  inSeconds: (seconds: number) => `em ${seconds} s`,
  inMinutes: (minutes: number) => `em ${minutes} min`,
  after: (duration: string) => `em ${duration}`,
  today: (clock: string) => `hoje, ${clock}`,
  tomorrow: (clock: string) => `amanhã, ${clock}`,
} as const;
