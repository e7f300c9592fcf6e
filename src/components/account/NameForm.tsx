import { useQueryClient } from '@tanstack/react-query';
import { textOf, useAccountForm } from '../../hooks/useAccountForm.ts';
import { updateAccount } from '../../lib/app/account.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { keys } from '../../lib/data/keys.ts';
import { account as labels } from '../../lib/labels/account.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Notice } from '../ui/Notice.tsx';

/** How the others of the group see one. */
export function NameForm({ userId, name }: { userId: string; name: string }) {
  const queryClient = useQueryClient();
  const form = useAccountForm<'name'>({
    check: (values) => ({ name: textOf(values, 'name').trim() === '' ? labels.nameMissing : null }),
    save: async (values) => {
      await updateAccount({ name: textOf(values, 'name').trim() });
      announcer.announce(labels.nameSaved);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.account(userId) }),
        queryClient.invalidateQueries({ queryKey: keys.allPeople }),
      ]);
    },
    blame: () => null,
  });
  return (
    <form noValidate onSubmit={form.handleSubmit} className="space-y-4">
      <Field
        label={labels.name}
        hint={labels.nameHint}
        name="name"
        autoComplete="name"
        maxLength={100}
        defaultValue={name}
        problem={form.problems.name}
      />
      {form.failure !== null && (
        <Notice isAlert title={labels.nameFailed}>
          {`${form.failure.title}. ${form.failure.advice}`}
        </Notice>
      )}
      {form.isDone && <Notice kind="info" title={labels.nameSaved} />}
      <Button type="submit" isBusy={form.isBusy}>
        {form.isBusy ? labels.saving : labels.saveName}
      </Button>
    </form>
  );
}
