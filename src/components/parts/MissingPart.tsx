import { useEffect, useState } from 'react';
import { useOnline } from '../../hooks/browser/useOnline.ts';
import { common } from '../../lib/labels/common.ts';
import { parts as labels } from '../../lib/labels/parts.ts';
import { isOutdated, reloadOnce } from '../../lib/parts/release.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** A browser that believes to be online may be wrong, and a server may be back before anybody says so. */
const TRY_EVERY_MS = 10_000;

interface MissingPartProps {
  /** Loads the code; rejects while it cannot be had. */
  load: () => Promise<void>;
  onLoaded: () => void;
  /** It is all that the page has to show. */
  isPage?: boolean;
  /** Takes this away again: for what somebody has opened. */
  onClose?: () => void;
}

/** Stands where a part should be, and tries again: when the network is back, every few seconds, and at a click. */
export function MissingPart({ load, onLoaded, isPage = false, onClose }: MissingPartProps) {
  const isOnline = useOnline();
  const [isTrying, setIsTrying] = useState(false);
  const [needsReload, setNeedsReload] = useState(false);

  const handleTry = async () => {
    setIsTrying(true);
    try {
      await load();
      onLoaded();
      return;
    } catch (error) {
      console.warn('Cannot load a part of the page', error);
    }
    // A page holds nothing that could be lost; behind a dialog there may be a draft, and the reader decides.
    const outdated = await isOutdated().catch(() => false);
    if (outdated && !(isPage && reloadOnce())) setNeedsReload(true);
    setIsTrying(false);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the network and the clock decide when, not a new function
  useEffect(() => {
    if (!isOnline) return;
    void handleTry();
    const timer = setInterval(() => void handleTry(), TRY_EVERY_MS);
    return () => clearInterval(timer);
  }, [isOnline]);

  const kind = needsReload ? 'outdated' : isOnline ? 'missing' : 'offline';
  return (
    <div className={isPage ? 'mx-auto max-w-xl px-4 py-16' : 'w-full'}>
      <Notice
        kind="info"
        isAlert={isPage || onClose !== undefined}
        title={labels[`${kind}Title`]}
        actions={
          <>
            {needsReload && (
              <Button variant="primary" onClick={() => window.location.reload()}>
                {common.reload}
              </Button>
            )}
            {!needsReload && (
              <Button isBusy={isTrying} onClick={() => void handleTry()}>
                {common.retry}
              </Button>
            )}
            {onClose !== undefined && (
              <Button variant="quiet" onClick={onClose}>
                {common.close}
              </Button>
            )}
          </>
        }
      >
        {labels[`${kind}Advice`]}
      </Notice>
    </div>
  );
}
