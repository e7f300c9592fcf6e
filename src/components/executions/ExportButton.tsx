import { Download } from 'lucide-react';
import type { ExportState } from '../../hooks/executions/useExecutionExport.ts';
import { executionExport as labels } from '../../lib/labels/executions.ts';
import { Button } from '../ui/Button.tsx';

/** Starts the export of what the filters let through. */
export function ExportButton({ state, onStart }: { state: ExportState; onStart: () => void }) {
  const isRunning = state.phase === 'running';
  return (
    <Button icon={Download} isBusy={isRunning} title={labels.startHint} onClick={onStart}>
      {isRunning ? labels.running : labels.start}
    </Button>
  );
}
