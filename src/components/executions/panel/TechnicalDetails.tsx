import { useRef } from 'react';
import { useIntegration } from '../../../hooks/useIntegration.ts';
import { errorDetails, type FailedAttempt } from '../../../lib/executions/error-details.ts';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';

/** What support asks for, folded away, as one block that can be copied. */
export function TechnicalDetails(attempt: FailedAttempt) {
  const { provider } = useIntegration();
  const preRef = useRef<HTMLPreElement>(null);
  const text = errorDetails(provider.name, attempt);
  const handleRefused = () => {
    if (preRef.current !== null) window.getSelection()?.selectAllChildren(preRef.current);
  };
  return (
    <Disclosure summary={labels.technical} className="mt-1.5">
      <pre
        ref={preRef}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that can be scrolled and selected must be reachable by keyboard
        tabIndex={0}
        className="my-2 rounded-lg border border-line bg-surface p-3 font-mono text-xs break-words whitespace-pre-wrap text-ink"
      >
        {text}
      </pre>
      <CopyButton label={labels.copy} text={text} onRefused={handleRefused} />
    </Disclosure>
  );
}
