import { Link } from 'react-router';
import type { MailLink } from '../../hooks/useMailLink.ts';
import { useSession } from '../../hooks/useSession.ts';
import { accountErrorText, otherAccount } from '../../lib/labels/account.ts';
import type { ErrorText } from '../../lib/labels/errors.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface MailLinkQuestionProps {
  link: MailLink;
  labels: {
    accept: string;
    accepting: string;
    replace: string;
    acceptInstead: string;
    expired: ErrorText;
    incomplete: ErrorText;
  };
  /** Where somebody goes whose link is no good. */
  wayOut: { to: string; label: string };
}

/** Asks before the link of a mail is used, and says what that does to who is signed in here; or why it cannot be used. */
export function MailLinkQuestion({ link, labels, wayOut }: MailLinkQuestionProps) {
  const session = useSession();
  if (link.step === 'incomplete' || link.step === 'refused') {
    const { title, advice } = link.step === 'refused' ? labels.expired : labels.incomplete;
    return (
      <Notice
        title={title}
        isAlert={link.step === 'refused'}
        actions={
          <Link to={wayOut.to} className={buttonClass()}>
            {wayOut.label}
          </Link>
        }
      >
        {advice}
      </Notice>
    );
  }
  const isSignedIn = session.status === 'signed-in';
  const failure = link.error === null ? null : accountErrorText(link.error);
  return (
    <>
      {isSignedIn && (
        <Notice kind="info" title={otherAccount.title}>
          {otherAccount.isSignedIn} <bdi className="font-medium break-words text-ink">{session.email}</bdi>.{' '}
          {labels.replace}
        </Notice>
      )}
      {failure !== null && (
        <Notice isAlert title={failure.title}>
          {failure.advice}
        </Notice>
      )}
      <div className="space-y-2">
        <Button variant="primary" isBusy={link.isBusy} onClick={link.accept} className="w-full whitespace-normal">
          {link.isBusy ? labels.accepting : isSignedIn ? labels.acceptInstead : labels.accept}
        </Button>
        {isSignedIn && (
          <Link to="/integracoes" className={`${buttonClass('quiet')} w-full`}>
            {otherAccount.keep}
          </Link>
        )}
      </div>
    </>
  );
}
