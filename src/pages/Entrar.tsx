import { Link, Navigate, useSearchParams } from 'react-router';
import { EntryFrame } from '../components/auth/EntryFrame.tsx';
import { SignInForm } from '../components/auth/SignInForm.tsx';
import { Notice } from '../components/ui/Notice.tsx';
import { useSession } from '../hooks/useSession.ts';
import { FORGOTTEN_PATH } from '../lib/app/links.ts';
import { returnPath } from '../lib/app/return-path.ts';
import { forgotten } from '../lib/labels/account.ts';
import { auth } from '../lib/labels/auth.ts';

/** The sign-in page; leads on to where the reader wanted to go. */
export default function Entrar() {
  const session = useSession();
  const [params] = useSearchParams();
  if (session.status === 'loading') return null;
  if (session.status === 'signed-in') return <Navigate to={session.isOther ? '/' : returnPath(params)} replace />;
  return (
    <EntryFrame title={auth.title} lead={auth.lead}>
      {session.hasExpired && (
        <Notice kind="info" title={auth.expired}>
          {auth.expiredAdvice}
        </Notice>
      )}
      <SignInForm />
      <p className="text-center text-sm">
        <Link to={FORGOTTEN_PATH} className="inline-flex min-h-6 items-center text-accent underline">
          {forgotten.link}
        </Link>
      </p>
    </EntryFrame>
  );
}
