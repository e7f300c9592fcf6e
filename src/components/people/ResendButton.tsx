import { usePeopleChange } from '../../hooks/usePeopleChange.ts';
import { people as labels } from '../../lib/labels/people.ts';
import type { Person } from '../../lib/tenants/people.ts';
import { invitePerson } from '../../lib/tenants/people-commands.ts';
import { Button } from '../ui/Button.tsx';
import { InviteFailure } from './InviteFailure.tsx';

/** Sends the invitation once more: mails are lost, and links are valid for a day. */
export function ResendButton({ person }: { person: Person }) {
  const { email, role } = person;
  const said = (mailSent: boolean) => (mailSent ? labels.resent(email) : labels.resentInVain(email));
  const resend = usePeopleChange({
    change: (tenantId) => invitePerson(tenantId, { email, role }),
    say: ({ mailSent }) => said(mailSent),
  });
  return (
    <>
      {resend.data !== undefined && <p className="w-full text-sm text-muted">{said(resend.data.mailSent)}</p>}
      {resend.error !== null && (
        <div className="w-full">
          <InviteFailure title={labels.resendFailed} error={resend.error} />
        </div>
      )}
      <Button
        aria-label={resend.isPending ? undefined : labels.resendTo(email)}
        isBusy={resend.isPending}
        onClick={() => resend.mutate(undefined)}
      >
        {resend.isPending ? labels.resending : labels.resend}
      </Button>
    </>
  );
}
