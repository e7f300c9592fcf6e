import { type RefObject, useState } from 'react';
import { hasShortcuts, setShortcuts } from '../../lib/app/shortcuts.ts';
import { common } from '../../lib/labels/common.ts';
import { shortcuts as labels } from '../../lib/labels/shortcuts.ts';
import { Button } from '../ui/Button.tsx';
import { Switch } from '../ui/form/Switch.tsx';
import { Modal } from '../ui/Modal.tsx';

interface ShortcutsDialogProps {
  onClose: () => void;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** Every key that the product listens to, and the way to switch those of one letter off. */
export default function ShortcutsDialog({ onClose, fallbackFocus }: ShortcutsDialogProps) {
  const [isOn, setIsOn] = useState(hasShortcuts);
  const handleSwitch = (next: boolean) => {
    setShortcuts(next);
    setIsOn(next);
  };
  return (
    <Modal
      onClose={onClose}
      fallbackFocus={fallbackFocus}
      title={labels.title}
      description={labels.lead}
      actions={
        <Button variant="primary" onClick={onClose}>
          {common.close}
        </Button>
      }
    >
      <Keys keys={labels.keys} />
      <h3 className="mt-5 font-semibold">{labels.table}</h3>
      <Keys keys={labels.tableKeys} />
      <p className="mt-4 text-sm text-muted">{labels.review}</p>
      <div className="mt-5 border-t border-dashed border-line pt-4">
        <Switch label={labels.single} hint={labels.singleHint} isOn={isOn} isBusy={false} onChange={handleSwitch} />
      </div>
    </Modal>
  );
}

function Keys({ keys }: { keys: ReadonlyArray<readonly [key: string, what: string]> }) {
  return (
    <dl className="mt-3 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
      {keys.map(([key, what]) => (
        <div key={key} className="contents">
          <dt>
            <kbd className="rounded border border-control/60 bg-inset px-1.5 py-0.5 font-mono whitespace-nowrap">
              {key}
            </kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
