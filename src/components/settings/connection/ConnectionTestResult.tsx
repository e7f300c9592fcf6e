import { CircleCheck } from 'lucide-react';
import type { ConnectionTest } from '../../../hooks/settings/useConnectionTest.ts';
import { errorText } from '../../../lib/data/errors.ts';
import { settings as labels } from '../../../lib/labels/settings.ts';
import { Notice } from '../../ui/Notice.tsx';

/** What came of "Testar conexão"; before that, what it does. */
export function ConnectionTestResult({ test }: { test: ConnectionTest }) {
  if (test.error !== null) {
    return (
      <Notice isAlert title={labels.testNotDone}>
        {errorText(test.error).title}. {errorText(test.error).advice}
      </Notice>
    );
  }
  if (test.result === null) return <p className="text-sm text-muted">{labels.testHint}</p>;
  const { failure, isDraft } = test.result;
  if (failure !== null) {
    return (
      <Notice isAlert title={failure.title}>
        {failure.advice}
      </Notice>
    );
  }
  return (
    <Notice kind="info" icon={CircleCheck} title={labels.testOk}>
      {isDraft ? labels.testOkDraft : labels.testOkSaved}
    </Notice>
  );
}
