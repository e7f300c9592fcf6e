import { Navigate, useSearchParams } from 'react-router';
import { SignInForm } from '../components/auth/SignInForm.tsx';
import { Brand } from '../components/layout/Brand.tsx';
import { ThemeSwitch } from '../components/layout/ThemeSwitch.tsx';
import { Notice } from '../components/ui/Notice.tsx';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useSession } from '../hooks/useSession.ts';
import { returnPath } from '../lib/app/return-path.ts';
import { auth } from '../lib/labels/auth.ts';

/** The sign-in page; leads on to where the reader wanted to go. */
export default function Entrar() {
  const session = useSession();
  const [params] = useSearchParams();
  useDocumentTitle(auth.title);
  if (session.status === 'loading') return null;
  if (session.status === 'signed-in') return <Navigate to={returnPath(params)} replace />;
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center justify-between">
          <Brand />
          <ThemeSwitch />
        </div>
        <h1 className="text-2xl font-semibold tracking-tight">{auth.title}</h1>
        <p className="mt-1 mb-6 text-muted">{auth.lead}</p>
        {session.hasExpired && (
          <div className="mb-6">
            <Notice kind="info" title={auth.expired}>
              {auth.expiredAdvice}
            </Notice>
          </div>
        )}
        <SignInForm />
      </div>
    </main>
  );
}
