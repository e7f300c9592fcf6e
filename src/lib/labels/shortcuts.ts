/** Texts of the help about the keyboard. */
export const shortcuts = {
  title: 'Atalhos do teclado',
  lead: 'Valem fora dos campos de texto e sem janela aberta.',
  keys: [
    ['/', 'Ir para a busca da página'],
    ['r', 'Executar a integração aberta, ou a do cartão em foco'],
    ['?', 'Abrir esta ajuda'],
    ['Esc', 'Fechar a janela ou o painel aberto'],
  ],
  table: 'Na lista de execuções',
  tableKeys: [
    ['Espaço', 'Selecionar a execução em foco'],
    ['↑ ↓', 'Ir de uma caixa de seleção a outra'],
    ['Shift + ↑ ↓', 'Selecionar em sequência'],
    ['Shift + clique', 'Selecionar até a execução clicada'],
  ],
  review: 'A revisão de contatos tem teclas próprias, ao pé da página dela.',
  single: 'Atalhos de uma tecla',
  singleHint: 'Desligue se usa ditado por voz ou se aciona teclas sem querer.',
} as const;
