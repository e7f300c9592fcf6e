const PARAM = 'voltar';
const HOME = '/integracoes';

/** Address of the sign-in page that leads back to `path` (with its query) afterwards. */
export function signInPath(path: string): string {
  return path === '/' || path === HOME ? '/entrar' : `/entrar?${PARAM}=${encodeURIComponent(path)}`;
}

/** Where to go after sign-in: only a path of this app, never another site, and not the sign-in page again. */
export function returnPath(params: URLSearchParams): string {
  const path = params.get(PARAM) ?? HOME;
  // "//host" and "/\host" are other sites to a browser.
  const isLocal = /^\/(?![/\\])/.test(path) && !path.startsWith('/entrar');
  return isLocal ? path : HOME;
}
