/** The gender of the providers' names, which only people know: "a Acessórias", "o Bom Controle". */
const ARTICLES: Readonly<Record<string, 'a' | 'o'>> = { Acessórias: 'a', 'Bom Controle': 'o', OneCode: 'o' };

/** "da Acessórias", "do Bom Controle"; "de Exemplo" for a provider whose gender nobody has written down. */
export function ofProvider(name: string): string {
  return `d${ARTICLES[name] ?? 'e'} ${name}`;
}
