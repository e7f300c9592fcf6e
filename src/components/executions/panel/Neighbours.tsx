import { ChevronDown, ChevronUp } from 'lucide-react';
import { executionPanel as labels } from '../../../lib/labels/executions/executions.ts';
import { Button } from '../../ui/Button.tsx';
import type { OpenExecution } from '../ExecutionBrowser.tsx';

/** The executions above and below in the list: read one after the other without going back. */
export function Neighbours({ execution: { newer, older, open } }: { execution: OpenExecution }) {
  if (newer === null && older === null) return null;
  const button = (id: string | null, icon: typeof ChevronUp, label: string) => (
    <Button
      variant="quiet"
      icon={icon}
      isOff={id === null}
      title={label}
      onClick={() => id !== null && open(id)}
      className="px-2.5"
    >
      <span className="sr-only">{label}</span>
    </Button>
  );
  return (
    <>
      {button(newer, ChevronUp, labels.newer)}
      {button(older, ChevronDown, labels.older)}
    </>
  );
}
