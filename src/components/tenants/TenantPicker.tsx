import * as Dialog from '@radix-ui/react-dialog';
import { Link } from 'react-router';
import { useReturnFocus } from '../../hooks/browser/useReturnFocus.ts';
import { groupsPath } from '../../lib/app/links.ts';
import { tenantPicker as labels } from '../../lib/labels/tenants.ts';
import { canRead, type Membership } from '../../lib/tenants/memberships.ts';
import TenantSearch from './TenantSearch.tsx';

interface TenantPickerProps {
  tenants: readonly Membership[];
  currentId: string;
  onClose: () => void;
  onSelect: (slug: string) => void;
}

/** The choice of a group over the page: a field and what it finds. Esc closes, and the focus returns. */
export default function TenantPicker({ tenants, currentId, onClose, onSelect }: TenantPickerProps) {
  const handleCloseAutoFocus = useReturnFocus();
  const handleSelect = (slug: string) => {
    onClose();
    onSelect(slug);
  };
  const readable = tenants.filter(({ role }) => canRead(role));
  const here = readable.find(({ id }) => id === currentId) ?? readable[0];
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          onCloseAutoFocus={handleCloseAutoFocus}
          className="fixed inset-x-4 top-4 z-50 mx-auto flex max-h-[calc(100dvh-2rem)] max-w-lg flex-col gap-3 overflow-y-auto rounded-2xl border border-line bg-surface p-5 shadow-card outline-none sm:top-[10dvh] sm:max-h-[80dvh]"
        >
          <div>
            <Dialog.Title className="text-lg font-semibold">{labels.title}</Dialog.Title>
            <Dialog.Description className="text-sm text-muted">{labels.description}</Dialog.Description>
          </div>
          <TenantSearch tenants={tenants} currentId={currentId} onSelect={handleSelect} />
          {readable.length > 1 && here !== undefined && (
            <Link
              to={groupsPath(here.slug)}
              onClick={onClose}
              className="inline-flex min-h-9 items-center self-start text-sm font-medium text-accent underline"
            >
              {labels.all}
            </Link>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
