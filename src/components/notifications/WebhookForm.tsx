import { type SubmitEvent, useRef, useState } from 'react';
import { useWebhookChange } from '../../hooks/notifications/useWebhookChange.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { webhooks as labels, preferences } from '../../lib/labels/notifications.ts';
import { NOTIFICATION_KINDS, type NotificationKind } from '../../lib/notifications/kinds.ts';
import { addWebhook } from '../../lib/notifications/webhooks.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Field } from '../ui/form/Field.tsx';
import { NewKey } from './NewKey.tsx';

/** An address and what it is called for; afterwards the key, this once. */
export function WebhookForm({ isFull }: { isFull: boolean }) {
  const { tenant } = useTenant();
  const [url, setUrl] = useState('');
  const [kinds, setKinds] = useState<NotificationKind[]>([...NOTIFICATION_KINDS]);
  const [problem, setProblem] = useState<string | null>(null);
  const urlRef = useRef<HTMLInputElement>(null);
  const adding = useWebhookChange(
    (input: { url: string; kinds: NotificationKind[] }) => addWebhook(tenant.id, input.url, input.kinds),
    () => labels.added,
  );
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (adding.isPending) return;
    const address = url.trim();
    const found = address === '' ? labels.urlMissing : kinds.length === 0 ? labels.kindsMissing : null;
    setProblem(found);
    if (found !== null) {
      urlRef.current?.focus();
      return;
    }
    adding.mutate({ url: address, kinds }, { onSuccess: () => setUrl('') });
  };
  if (adding.data !== undefined) return <NewKey value={adding.data} onDone={() => adding.reset()} />;
  if (isFull) return null;
  return (
    <form noValidate onSubmit={handleSubmit} className="space-y-4">
      <Field
        ref={urlRef}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        label={labels.url}
        hint={labels.urlHint}
        value={url}
        problem={problem}
        onChange={({ target }) => {
          setProblem(null);
          setUrl(target.value);
        }}
      />
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{labels.kinds}</legend>
        <div className="flex flex-wrap gap-x-5">
          {NOTIFICATION_KINDS.map((kind) => (
            <label key={kind} className="inline-flex min-h-11 items-center gap-2 text-sm">
              <input
                type="checkbox"
                checked={kinds.includes(kind)}
                onChange={({ target }) => {
                  setProblem(null);
                  setKinds(
                    NOTIFICATION_KINDS.filter((known) => (known === kind ? target.checked : kinds.includes(known))),
                  );
                }}
                className="size-5 accent-accent"
              />
              {preferences.kinds[kind]}
            </label>
          ))}
        </div>
      </fieldset>
      <Button type="submit" variant="primary" isBusy={adding.isPending}>
        {adding.isPending ? labels.adding : labels.add}
      </Button>
      {adding.error !== null && <Failure isAlert title={labels.addFailed} error={adding.error} />}
    </form>
  );
}
