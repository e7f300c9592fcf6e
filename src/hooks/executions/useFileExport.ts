import { useEffect, useRef, useState } from 'react';
import { announcer } from '../../lib/app/announcer.ts';
import { CSV_BOM, type CsvTable } from '../../lib/export/csv.ts';
import { saveFile } from '../../lib/export/save-file.ts';
import type { ExportLabels } from '../../lib/labels/executions/exports.ts';

/** How an export stands. `count`: rows read so far, or in the file. */
type ExportState =
  | { phase: 'idle' | 'empty' | 'canceled' }
  | { phase: 'running'; count: number }
  | { phase: 'done'; count: number; file: string }
  | { phase: 'failed'; error: unknown };

interface FileExportInput<Row> {
  labels: ExportLabels;
  /** Name of the file, asked for at the end. */
  fileName: () => string;
  table: () => CsvTable<Row> | Promise<CsvTable<Row>>;
  /** All rows, page by page. */
  pages: (signal: AbortSignal) => AsyncIterable<readonly Row[]>;
}

export interface FileExport {
  labels: ExportLabels;
  state: ExportState;
  start: () => void;
  cancel: () => void;
}

/** Writes rows into a CSV file, page by page, and hands it to the browser. */
export function useFileExport<Row>({ labels, fileName, table, pages }: FileExportInput<Row>): FileExport {
  const [state, setState] = useState<ExportState>({ phase: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const write = async (signal: AbortSignal): Promise<ExportState> => {
    const csv = await table();
    const parts = [CSV_BOM, csv.header];
    let count = 0;
    for await (const rows of pages(signal)) {
      parts.push(csv.lines(rows));
      count += rows.length;
      if (!signal.aborted) setState({ phase: 'running', count });
    }
    if (signal.aborted) return { phase: 'canceled' };
    if (count === 0) return { phase: 'empty' };
    const file = fileName();
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
        console.warn('Cannot export', error);
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
  return { labels, state, start: () => void start(), cancel };
}
