import { useEffect, useRef } from 'react';
import { webhooks as labels } from '../../lib/labels/notifications.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Notice } from '../ui/Notice.tsx';

/** The key of a new webhook, which is shown this once. It takes the focus. */
export function NewKey({ value, onDone }: { value: string; onDone: () => void }) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);
  return (
    <Notice
      kind="info"
      title={labels.added}
      actions={
        <>
          <CopyButton label={labels.copyKey} text={value} onRefused={() => ref.current?.select()} />
          <Button onClick={onDone}>{labels.keyDone}</Button>
        </>
      }
    >
      <Field ref={ref} readOnly label={labels.key} hint={labels.keyHint} value={value} className="font-mono text-sm" />
    </Notice>
  );
}
