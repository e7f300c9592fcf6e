export default function IntegracaoDetalhe() {
  return null;
}
