import { useState } from 'react';
import { Link } from 'react-router';
import { EntryFrame } from '../components/auth/EntryFrame.tsx';
import { Button } from '../components/ui/Button.tsx';
import { Field } from '../components/ui/form/Field.tsx';
import { Notice } from '../components/ui/Notice.tsx';
import { useStepFocus } from '../hooks/browser/useStepFocus.ts';
import { textOf, useAccountForm } from '../hooks/useAccountForm.ts';
import { requestRecovery } from '../lib/app/account.ts';
import { emailProblem } from '../lib/app/email.ts';
import { forgotten as labels } from '../lib/labels/account.ts';
import { auth } from '../lib/labels/auth.ts';

/** `/senha-esquecida`: asks for the mail with the link. The answer does not tell whether there is such an account. */
export default function SenhaEsquecida() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const titleRef = useStepFocus<HTMLHeadingElement>(sentTo === null ? 'form' : 'sent');
  const back = (
    <p className="text-center text-sm">
      <Link to="/entrar" className="inline-flex min-h-6 items-center text-accent underline">
        {labels.backToSignIn}
      </Link>
    </p>
  );
  if (sentTo !== null) {
    return (
      <EntryFrame titleRef={titleRef} title={labels.sentTitle} lead={labels.sent(sentTo)}>
        <Button className="w-full" onClick={() => setSentTo(null)}>
          {labels.another}
        </Button>
        {back}
      </EntryFrame>
    );
  }
  return (
    <EntryFrame titleRef={titleRef} title={labels.title} lead={labels.lead}>
      <RequestForm onSent={setSentTo} />
      {back}
    </EntryFrame>
  );
}

function RequestForm({ onSent }: { onSent: (email: string) => void }) {
  const form = useAccountForm<'email'>({
    check: (values) => ({ email: emailProblem(textOf(values, 'email').trim()) }),
    save: async (values) => {
      const email = textOf(values, 'email').trim();
      await requestRecovery(email);
      onSent(email);
    },
    blame: () => null,
  });
  return (
    <form noValidate onSubmit={form.handleSubmit} className="space-y-4">
      <Field
        label={auth.email}
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        problem={form.problems.email}
      />
      {form.failure !== null && (
        <Notice isAlert title={labels.failed}>
          {`${form.failure.title}. ${form.failure.advice}`}
        </Notice>
      )}
      <Button type="submit" variant="primary" isBusy={form.isBusy} className="w-full">
        {form.isBusy ? labels.submitting : labels.submit}
      </Button>
    </form>
  );
}
