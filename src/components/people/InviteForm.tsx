import { type SubmitEvent, useRef, useState } from 'react';
import { usePeopleChange } from '../../hooks/usePeopleChange.ts';
import { emailProblem } from '../../lib/app/email.ts';
import { invitation as labels, ROLE_NAMES, ROLE_RIGHTS } from '../../lib/labels/people.ts';
import { ROLES, type Role, roleOf } from '../../lib/tenants/memberships.ts';
import { type Invitation, type InvitationAnswer, invitePerson } from '../../lib/tenants/people-commands.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Select } from '../ui/form/Select.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Panel } from '../ui/Panel.tsx';
import { InviteFailure } from './InviteFailure.tsx';

function outcome({ state, mailSent }: InvitationAnswer, { email }: Invitation): string {
  if (state === 'added') return mailSent ? labels.invited(email) : labels.added(email);
  return mailSent ? labels.sentAgain(email) : labels.already(email);
}

/** Invites by e-mail with a role, and says what became of it: there are four ways in which it can be well. */
export function InviteForm() {
  const [role, setRole] = useState<Role>('auditor');
  const [problem, setProblem] = useState<string | null>(null);
  const emailRef = useRef<HTMLInputElement>(null);
  const invite = usePeopleChange({ change: invitePerson, say: outcome });

  const handleSubmit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = emailRef.current;
    if (invite.isPending || input === null) return;
    const email = input.value.trim().toLowerCase();
    const found = emailProblem(email, labels.emailMissing);
    setProblem(found);
    if (found !== null) return input.focus();
    await invite.mutateAsync({ email, role }).then(
      () => {
        input.value = '';
        input.focus();
      },
      (error: unknown) => console.warn('Cannot invite', error),
    );
  };

  return (
    <Panel aria-labelledby="invite" className="p-5">
      <h2 id="invite" className="font-semibold">
        {labels.title}
      </h2>
      <p className="mb-4 text-sm text-muted">{labels.lead}</p>
      <form noValidate onSubmit={(event) => void handleSubmit(event)} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-[1fr_14rem]">
          <Field
            ref={emailRef}
            label={labels.email}
            type="email"
            name="invited"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={255}
            problem={problem}
          />
          <Select label={labels.role} value={role} onChange={({ target }) => setRole(roleOf(target.value))}>
            {ROLES.map((known) => (
              <option key={known} value={known}>
                {ROLE_NAMES[known]}
              </option>
            ))}
          </Select>
        </div>
        <p className="text-sm text-muted">{ROLE_RIGHTS[role]}</p>
        {invite.error !== null && <InviteFailure title={labels.failed} error={invite.error} />}
        {invite.data !== undefined && <Notice kind="info" title={outcome(invite.data, invite.variables)} />}
        <Button type="submit" variant="primary" isBusy={invite.isPending}>
          {invite.isPending ? labels.submitting : labels.submit}
        </Button>
      </form>
    </Panel>
  );
}
