import type { FileExport } from '../../hooks/executions/useFileExport.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Panel } from '../ui/Panel.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';

/** How the export goes, and what came of it. */
export function ExportStatus({ fileExport: { labels, state, start, cancel } }: { fileExport: FileExport }) {
  switch (state.phase) {
    case 'idle':
      return null;
    case 'running':
      return (
        <Panel className="flex flex-wrap items-center gap-x-5 gap-y-3 p-4 print:hidden">
          <div className="min-w-48 flex-1 space-y-1.5">
            <ProgressBar label={labels.progress} value={null} valueText={labels.read(state.count)} tone="success" />
            <p className="numbers text-sm text-muted">{labels.read(state.count)}</p>
          </div>
          <Button onClick={cancel}>{labels.cancel}</Button>
        </Panel>
      );
    case 'failed':
      return <Failure isAlert title={labels.failed} error={state.error} onRetry={start} />;
    case 'canceled':
      return <p className="text-sm text-muted print:hidden">{labels.canceled}</p>;
    case 'empty':
      return <p className="text-sm text-muted print:hidden">{labels.empty}</p>;
    case 'done':
      return <p className="numbers text-sm text-muted print:hidden">{labels.done(state.count, state.file)}.</p>;
  }
}
