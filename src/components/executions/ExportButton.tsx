import { Download } from 'lucide-react';
import type { FileExport } from '../../hooks/executions/useFileExport.ts';
import { Button } from '../ui/Button.tsx';

/** Starts the export of what the filters let through. */
export function ExportButton({ fileExport: { labels, state, start } }: { fileExport: FileExport }) {
  const isRunning = state.phase === 'running';
  return (
    <Button icon={Download} isBusy={isRunning} title={labels.startHint} onClick={start}>
      {isRunning ? labels.running : labels.start}
    </Button>
  );
}
