import { useState } from 'react';
import { Link } from 'react-router';
import { EntryFrame } from '../components/auth/EntryFrame.tsx';
import { MailLinkQuestion } from '../components/auth/MailLinkQuestion.tsx';
import { SetUpForm } from '../components/auth/SetUpForm.tsx';
import { buttonClass } from '../components/ui/Button.tsx';
import { useStepFocus } from '../hooks/browser/useStepFocus.ts';
import { useMailLink } from '../hooks/useMailLink.ts';
import { useSession } from '../hooks/useSession.ts';
import { FORGOTTEN_PATH } from '../lib/app/links.ts';
import { account, forgotten, recovery as labels } from '../lib/labels/account.ts';
import { common } from '../lib/labels/common.ts';

/** `/nova-senha?token_hash=…`: where the mail for a forgotten password leads. */
export default function NovaSenha() {
  const session = useSession();
  const link = useMailLink('recovery');
  const [isDone, setIsDone] = useState(false);
  const titleRef = useStepFocus<HTMLHeadingElement>(isDone ? 'done' : link.step);
  if (session.status === 'loading') return null;
  if (isDone) {
    return (
      <EntryFrame titleRef={titleRef} title={labels.doneTitle} lead={labels.doneLead}>
        <Link to="/integracoes" replace className={`${buttonClass('primary')} w-full`}>
          {common.goToIntegrations}
        </Link>
      </EntryFrame>
    );
  }
  if (link.step === 'accepted' && session.status === 'signed-in') {
    return (
      <EntryFrame titleRef={titleRef} title={labels.title} lead={labels.setUpLead}>
        <SetUpForm
          asksName={false}
          email={session.email}
          passwordLabel={account.newPassword}
          submit={account.savePassword}
          submitting={account.saving}
          failed={account.passwordFailed}
          onDone={() => setIsDone(true)}
        />
      </EntryFrame>
    );
  }
  const lead = link.step === 'asking' ? labels.lead : undefined;
  return (
    <EntryFrame titleRef={titleRef} title={labels.title} lead={lead}>
      <MailLinkQuestion link={link} labels={labels} wayOut={{ to: FORGOTTEN_PATH, label: forgotten.newLink }} />
    </EntryFrame>
  );
}
