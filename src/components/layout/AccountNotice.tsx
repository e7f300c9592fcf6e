import { useSession } from '../../hooks/useSession.ts';
import { acknowledgeAccount, signOut } from '../../lib/app/session.ts';
import { auth } from '../../lib/labels/auth.ts';
import { common } from '../../lib/labels/common.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Says that another window has changed the account, which all windows of a browser share. An alert: what is on the page is another's now. */
export function AccountNotice() {
  const session = useSession();
  if (session.status !== 'signed-in' || session.replaced === null) return null;
  return (
    <div className="mx-auto max-w-6xl px-4 pt-4 sm:px-6">
      <Notice
        kind="info"
        isAlert
        title={auth.accountChanged}
        actions={
          <>
            <Button onClick={acknowledgeAccount}>{auth.keepAccount}</Button>
            <Button variant="quiet" onClick={() => void signOut()}>
              {common.signOut}
            </Button>
          </>
        }
      >
        {auth.accountChangedTo} <bdi className="font-medium text-ink">{session.email}</bdi>. {auth.accountChangedFrom}{' '}
        <bdi className="font-medium text-ink">{session.replaced}</bdi>.
      </Notice>
    </div>
  );
}
