import { WifiOff } from 'lucide-react';
import { useEffect } from 'react';
import { useOnline } from '../../hooks/browser/useOnline.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { common } from '../../lib/labels/common.ts';

/** Says that the browser has no network, and that what is on the page may be old. */
export function OfflineBanner() {
  const isOnline = useOnline();
  useEffect(() => {
    if (!isOnline) announcer.announce(common.offline);
  }, [isOnline]);
  if (isOnline) return null;
  return (
    <section aria-label={common.offline} className="border-b border-line bg-inset">
      <p className="mx-auto flex max-w-6xl items-center gap-2 px-4 py-2 text-sm sm:px-6">
        <WifiOff aria-hidden className="size-4 shrink-0" />
        <span>
          <strong className="font-semibold">{common.offline}.</strong> {common.offlineAdvice}
        </span>
      </p>
    </section>
  );
}
