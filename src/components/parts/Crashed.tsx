import { common } from '../../lib/labels/common.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface CrashedProps {
  /** It is all that the page has to show. */
  isPage?: boolean;
  /** Takes this away again: for what somebody has opened. */
  onClose?: () => void;
}

/** Stands where a part of the page broke. */
export function Crashed({ isPage = false, onClose }: CrashedProps) {
  return (
    <div className={isPage ? 'mx-auto max-w-xl px-4 py-16' : 'w-full'}>
      <Notice
        isAlert
        title={common.crashed}
        actions={
          <>
            <Button onClick={() => window.location.reload()}>{common.reload}</Button>
            {onClose !== undefined && (
              <Button variant="quiet" onClick={onClose}>
                {common.close}
              </Button>
            )}
          </>
        }
      >
        {common.crashedAdvice}
      </Notice>
    </div>
  );
}
