import { Archive, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { newIntegrationPath } from '../../lib/app/links.ts';
import { removal as labels } from '../../lib/labels/setup.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** On the detail page of a removed integration: since when, and the way back. */
export function RemovedNotice() {
  const { removed_at: removedAt, provider } = useIntegration();
  const { tenant, canChange } = useTenant();
  if (removedAt === null) return null;
  return (
    <Notice
      kind="info"
      icon={Archive}
      title={labels.notice}
      actions={
        canChange && (
          <Link to={newIntegrationPath(tenant.slug, provider.slug)} className={buttonClass()}>
            <Plus aria-hidden className="size-4" />
            {labels.addAgain}
          </Link>
        )
      }
    >
      {labels.noticeWhen} <RelativeTime timestamp={removedAt} />. {labels.noticeAdvice}
    </Notice>
  );
}
