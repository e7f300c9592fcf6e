import { CircleCheck } from 'lucide-react';
import type { ConnectionTest } from '../../../hooks/settings/useConnectionTest.ts';
import { settings as labels } from '../../../lib/labels/settings.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** What came of "Testar conexão"; before that, what it does. */
export function ConnectionTestResult({ test }: { test: ConnectionTest }) {
  if (test.error !== null) {
    return <Failure isAlert title={labels.testNotDone} error={test.error} />;
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
