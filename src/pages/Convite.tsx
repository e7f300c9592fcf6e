import { useNavigate } from 'react-router';
import { EntryFrame } from '../components/auth/EntryFrame.tsx';
import { MailLinkQuestion } from '../components/auth/MailLinkQuestion.tsx';
import { SetUpForm } from '../components/auth/SetUpForm.tsx';
import { useStepFocus } from '../hooks/browser/useStepFocus.ts';
import { useMailLink } from '../hooks/useMailLink.ts';
import { useSession } from '../hooks/useSession.ts';
import { account, forgotten, invite as labels } from '../lib/labels/account.ts';

/** `/convite?token_hash=…`: where the mail of an invitation leads. Nothing happens before "Aceitar o convite". */
export default function Convite() {
  const session = useSession();
  const navigate = useNavigate();
  const link = useMailLink('invite');
  const titleRef = useStepFocus<HTMLHeadingElement>(link.step);
  if (session.status === 'loading') return null;
  if (link.step === 'accepted' && session.status === 'signed-in') {
    return (
      <EntryFrame titleRef={titleRef} title={labels.setUpTitle} lead={labels.setUpLead}>
        <SetUpForm
          asksName
          email={session.email}
          passwordLabel={account.ownPassword}
          submit={labels.finish}
          submitting={labels.finishing}
          failed={labels.finishFailed}
          onDone={() => void navigate('/integracoes', { replace: true })}
        />
      </EntryFrame>
    );
  }
  const lead = link.step === 'asking' ? labels.lead : undefined;
  return (
    <EntryFrame titleRef={titleRef} title={labels.title} lead={lead}>
      <MailLinkQuestion link={link} labels={labels} wayOut={{ to: '/entrar', label: forgotten.backToSignIn }} />
    </EntryFrame>
  );
}
