import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { isUsedUp } from '../lib/app/account.ts';
import { withChanges } from '../lib/app/links.ts';
import { signInWithLink } from '../lib/app/session.ts';

/** `asking`: nothing has happened yet; `refused`: the link will never work again. */
export type MailLinkStep = 'incomplete' | 'asking' | 'refused' | 'accepted';

export interface MailLink {
  step: MailLinkStep;
  isBusy: boolean;
  /** Why it did not work this time; the link may still be good. */
  error: unknown;
  accept: () => void;
}

const PARAM = 'token_hash';

/**
 * The one-time token that a link of a mail brings to this page. It is used after a click only: mail scanners open links. It leaves the
 * address at once, so that neither history nor a copied address hold it, and is never written anywhere.
 */
export function useMailLink(type: 'invite' | 'recovery'): MailLink {
  const [params, setParams] = useSearchParams();
  const [tokenHash] = useState(() => params.get(PARAM));
  const [step, setStep] = useState<MailLinkStep>(tokenHash === null || tokenHash === '' ? 'incomplete' : 'asking');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const isInAddress = params.has(PARAM);
  useEffect(() => {
    if (isInAddress) setParams((current) => withChanges(current, { [PARAM]: null }), { replace: true });
  }, [isInAddress, setParams]);

  const accept = async () => {
    if (tokenHash === null) return;
    setIsBusy(true);
    setError(null);
    try {
      await signInWithLink(type, tokenHash);
      setStep('accepted');
    } catch (refusal) {
      if (isUsedUp(refusal)) setStep('refused');
      else setError(refusal);
    } finally {
      setIsBusy(false);
    }
  };
  return { step, isBusy, error, accept: () => void accept() };
}
