import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { announcer } from '../../lib/app/announcer.ts';
import { type ExecutionScope, eachExecutionPage } from '../../lib/executions/queries.ts';
import { CSV_BOM } from '../../lib/export/csv.ts';
import { executionCsv, executionCsvName } from '../../lib/export/execution-csv.ts';
import { saveFile } from '../../lib/export/save-file.ts';
import { executionExport as labels } from '../../lib/labels/executions.ts';
import { peopleOptions } from '../../lib/tenants/people.ts';

/** How an export stands. `count`: executions read so far, or in the file. */
export type ExportState =
  | { phase: 'idle' | 'empty' | 'canceled' }
  | { phase: 'running'; count: number }
  | { phase: 'done'; count: number; file: string }
  | { phase: 'failed'; error: unknown };

interface ExecutionExportInput {
  scope: ExecutionScope;
  /** Name of the integration. */
  name: string;
  timeZone: string;
}

/** Writes all executions of a scope into a CSV file, page by page, and hands it to the browser. */
export function useExecutionExport({ scope, name, timeZone }: ExecutionExportInput) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<ExportState>({ phase: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const write = async (signal: AbortSignal): Promise<ExportState> => {
    const people = await queryClient.ensureQueryData(peopleOptions(scope.tenantId));
    const csv = executionCsv({ integration: name, timeZone, people });
    const parts = [CSV_BOM, csv.header];
    let count = 0;
    for await (const jobs of eachExecutionPage(scope, signal)) {
      parts.push(csv.lines(jobs));
      count += jobs.length;
      if (!signal.aborted) setState({ phase: 'running', count });
    }
    if (signal.aborted) return { phase: 'canceled' };
    if (count === 0) return { phase: 'empty' };
    const file = executionCsvName(scope.slug, Date.now(), timeZone);
    saveFile(file, 'text/csv;charset=utf-8', parts);
    announcer.announce(labels.done(count, file));
    return { phase: 'done', count, file };
  };

  const start = async () => {
    if (running.current !== null) return;
    const controller = new AbortController();
    running.current = controller;
    setState({ phase: 'running', count: 0 });
    try {
      setState(await write(controller.signal));
    } catch (error) {
      if (!controller.signal.aborted) {
        console.warn('Cannot export the executions', error);
        setState({ phase: 'failed', error });
      }
    } finally {
      running.current = null;
    }
  };

  const cancel = () => {
    running.current?.abort();
    setState({ phase: 'canceled' });
    announcer.announce(labels.canceled);
  };
  return { state, start: () => void start(), cancel };
}
