import { type SubmitEvent, useRef, useState } from 'react';
import { emailProblem } from '../../lib/app/email.ts';
import { signIn } from '../../lib/app/session.ts';
import { auth, signInErrorText } from '../../lib/labels/auth.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Notice } from '../ui/Notice.tsx';

/** E-mail and password. What is wrong with a field stands at the field; why the server refused, above the button. */
export function SignInForm() {
  const [problems, setProblems] = useState<{ email: string | null; password: string | null }>({
    email: null,
    password: null,
  });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const emailRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);

  const handleSubmit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const email = emailRef.current?.value.trim() ?? '';
    const password = passwordRef.current?.value ?? '';
    const found = { email: emailProblem(email), password: password === '' ? auth.passwordMissing : null };
    setProblems(found);
    setFailure(null);
    if (found.email !== null) return emailRef.current?.focus();
    if (found.password !== null) return passwordRef.current?.focus();
    setIsBusy(true);
    try {
      // The session store hears of the new session, and the page leads on.
      await signIn(email, password);
    } catch (error) {
      console.warn('Cannot sign in', error);
      setFailure(error);
    } finally {
      setIsBusy(false);
    }
  };

  const text = failure === null ? null : signInErrorText(failure);
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(event)} className="space-y-4">
      <Field
        ref={emailRef}
        label={auth.email}
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        problem={problems.email}
      />
      <Field
        ref={passwordRef}
        label={auth.password}
        type={isShown ? 'text' : 'password'}
        name="password"
        autoComplete="current-password"
        problem={problems.password}
      />
      <label className="flex min-h-6 items-center gap-2 text-sm text-muted">
        <input
          type="checkbox"
          checked={isShown}
          onChange={(event) => setIsShown(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        {auth.showPassword}
      </label>
      {text !== null && (
        <Notice isAlert title={text.title}>
          {text.advice}
        </Notice>
      )}
      <Button type="submit" variant="primary" isBusy={isBusy} className="w-full">
        {isBusy ? auth.submitting : auth.submit}
      </Button>
    </form>
  );
}
