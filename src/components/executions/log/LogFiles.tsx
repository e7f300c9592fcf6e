import { Download } from 'lucide-react';
import { useTenant } from '../../../hooks/useTenant.ts';
import { announcer } from '../../../lib/app/announcer.ts';
import type { LogLine } from '../../../lib/executions/log/log-lines.ts';
import { runLogCsv, runLogFileName, runLogText } from '../../../lib/export/run-log-files.ts';
import { saveFile } from '../../../lib/export/save-file.ts';
import type { Job } from '../../../lib/jobs/job.ts';
import { runLog as labels } from '../../../lib/labels/executions/run-log.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';

interface LogFilesProps {
  job: Job;
  /** What the filter lets through, oldest first. */
  lines: readonly LogLine[];
  /** Selects the lines on the page, for readers whose browser refuses the clipboard. */
  onCopyRefused: () => void;
}

/** Takes the lines along: copied, as a text, for a spreadsheet. */
export function LogFiles({ job, lines, onCopyRefused }: LogFilesProps) {
  const { tenant } = useTenant();
  const text = runLogText(lines, tenant.timeZone);
  const name = runLogFileName(job.provider_slug, job.id);
  const saveAs = (file: string, type: string, parts: readonly string[]) => {
    saveFile(file, `${type};charset=utf-8`, parts);
    announcer.announce(labels.saved(file));
  };
  return (
    <div className="flex flex-wrap gap-2">
      <CopyButton label={labels.copy} text={text} onRefused={onCopyRefused} />
      <Button icon={Download} onClick={() => saveAs(`${name}.txt`, 'text/plain', [text])}>
        {labels.saveText}
      </Button>
      <Button icon={Download} onClick={() => saveAs(`${name}.csv`, 'text/csv', runLogCsv(lines, tenant.timeZone))}>
        {labels.saveCsv}
      </Button>
    </div>
  );
}
