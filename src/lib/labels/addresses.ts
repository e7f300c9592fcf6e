/** Names the parameter of the provider that is chosen on the page that adds one. */
export const PROVIDER = 'provedor';
/** Names the parameter of what is to be mended on the spot: `?corrigir=credencial`. */
export const MEND = 'corrigir';
export const MEND_CREDENTIAL = 'credencial';
/** Names the parameter of the field of the Configuração tab that takes the focus; its values are those of `data-campo`. */
export const FIELD = 'campo';
export const FIELDS = { address: 'endereco', credential: 'credencial', options: 'opcoes' } as const;
/** Names of what the address says about a list of many integrations: `?busca=fiscal&ordem=problemas`. */
export const LIST_SEARCH = 'busca';
export const LIST_ORDER = 'ordem';
export const PROBLEMS_FIRST = 'problemas';
