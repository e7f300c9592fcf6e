import { useQuery } from '@tanstack/react-query';
import { NameForm } from '../components/account/NameForm.tsx';
import { PasswordForm } from '../components/account/PasswordForm.tsx';
import { Button } from '../components/ui/Button.tsx';
import { Notice } from '../components/ui/Notice.tsx';
import { Panel } from '../components/ui/Panel.tsx';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useSession } from '../hooks/useSession.ts';
import { ownNameOptions } from '../lib/app/account.ts';
import { accountErrorText, account as labels } from '../lib/labels/account.ts';
import { common } from '../lib/labels/common.ts';

/** `/conta`: the reader's own name and password. */
export default function Conta() {
  const session = useSession();
  useDocumentTitle(labels.title);
  if (session.status !== 'signed-in') return null;
  return (
    <div className="mx-auto max-w-xl space-y-5">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
        <p className="mt-1 text-muted">{labels.lead}</p>
      </div>
      <Panel aria-labelledby="own-name" className="space-y-4 p-5">
        <h2 id="own-name" className="font-semibold">
          {labels.nameTitle}
        </h2>
        <OwnName userId={session.userId} />
      </Panel>
      <Panel aria-labelledby="own-password" className="space-y-4 p-5">
        <h2 id="own-password" className="font-semibold">
          {labels.passwordTitle}
        </h2>
        <PasswordForm email={session.email} />
      </Panel>
    </div>
  );
}

function OwnName({ userId }: { userId: string }) {
  const query = useQuery(ownNameOptions(userId));
  if (query.data !== undefined) return <NameForm userId={userId} name={query.data} />;
  if (query.error === null) return <p className="text-sm text-muted">{labels.loading}</p>;
  const { title, advice } = accountErrorText(query.error);
  return (
    <Notice title={labels.failed} actions={<Button onClick={() => void query.refetch()}>{common.retry}</Button>}>
      {`${title}. ${advice}`}
    </Notice>
  );
}
