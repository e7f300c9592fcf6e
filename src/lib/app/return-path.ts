const PARAM = 'voltar';
const HOME = '/integracoes';

/** Address of the sign-in page that leads back to `path` (with its query) afterwards. */
export function signInPath(path: string): string {
  return path === '/' || path === HOME ? '/entrar' : `/entrar?${PARAM}=${encodeURIComponent(path)}`;
}

/** Where to go after sign-in: only a path of this app, never another site, and not the sign-in page again. */
export function returnPath(params: URLSearchParams): string {
  const path = params.get(PARAM) ?? HOME;
  // "//host" and "/\host" are other sites to a browser, and so is "/<tab>/host": it drops control characters first.
  if (!/^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path)) return HOME;
  const { pathname, search, hash } = new URL(path, 'http://app.invalid');
  // Resolved, so that "/x/../entrar" and "/.//host" are seen for what they are.
  const isPage = !pathname.startsWith('//') && !pathname.startsWith('/entrar');
  return isPage ? `${pathname}${search}${hash}` : HOME;
}
