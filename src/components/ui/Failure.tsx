import { useEffect, useState } from 'react';
import { AppError, errorText } from '../../lib/data/errors.ts';
import { common } from '../../lib/labels/common.ts';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

interface FailureProps {
  error: unknown;
  /** What could not be done; without it the error speaks for itself. */
  title?: string;
  /** Only for the failure of something that the user just did. */
  isAlert?: boolean;
  onRetry?: () => void;
}

/**
 * Whether this was a failure of the network, and the network is back: then it is tried again, or, when only the reader can do so, it no
 * longer says what is not true any more.
 */
function useBackOnline(error: unknown, onRetry: (() => void) | undefined): boolean {
  const isOffline = error instanceof AppError && error.code === 'offline';
  const [pastError, setPastError] = useState<unknown>(null);
  useEffect(() => {
    if (!isOffline) return;
    const handleOnline = () => (onRetry === undefined ? setPastError(error) : onRetry());
    window.addEventListener('online', handleOnline);
    return () => window.removeEventListener('online', handleOnline);
  }, [isOffline, error, onRetry]);
  return isOffline && pastError === error;
}

/** An error of the data layer in words: what failed, why, what to do. */
export function Failure({ error, title, isAlert, onRetry }: FailureProps) {
  const text = errorText(error);
  const isPast = useBackOnline(error, onRetry);
  if (isPast) return null;
  return (
    <Notice
      isAlert={isAlert}
      title={title ?? text.title}
      actions={onRetry && <Button onClick={onRetry}>{common.retry}</Button>}
    >
      {title === undefined ? text.advice : `${text.title}. ${text.advice}`}
    </Notice>
  );
}
