import { errorText } from '../../lib/data/errors.ts';
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

/** An error of the data layer in words: what failed, why, what to do. */
export function Failure({ error, title, isAlert, onRetry }: FailureProps) {
  const text = errorText(error);
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
