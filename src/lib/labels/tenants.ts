import type { CountForms } from '../text/format.ts';

const FOUND: CountForms = { zero: 'nenhum grupo', one: 'grupo', other: 'grupos' };

/** Texts of the choice of a group. */
export const tenantPicker = {
  title: 'Escolher grupo',
  description: 'Digite qualquer parte do nome. Setas escolhem, Enter abre.',
  search: 'Buscar grupo',
  list: 'Grupos',
  found: FOUND,
  none: 'Nenhum grupo com este nome',
  more: (count: string) => `Mais ${count}: continue digitando`,
  places: { pinned: 'Fixado', recent: 'Recente', other: '' },
  active: (count: number) => `${count} em andamento`,
  all: 'Ver a situação de todos os grupos',
  pin: (name: string) => `Fixar ${name}`,
  unpin: (name: string) => `Desafixar ${name}`,
} as const;
