import { useQuery } from '@tanstack/react-query';
import { EventsSection } from '../components/operation/EventsSection.tsx';
import { HealthSection } from '../components/operation/HealthSection.tsx';
import { LoadSection } from '../components/operation/LoadSection.tsx';
import { PauseSection } from '../components/operation/PauseSection.tsx';
import { RunsSection } from '../components/operation/RunsSection.tsx';
import { SettingsSection } from '../components/operation/SettingsSection.tsx';
import { Failure } from '../components/ui/Failure.tsx';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { operation as labels } from '../lib/labels/operation.ts';
import { isForbidden, type Operation, operationOptions } from '../lib/operation/operation.ts';
import NaoEncontrada from './NaoEncontrada.tsx';

function Sections({ data }: { data: Operation }) {
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <HealthSection data={data} />
        <PauseSection data={data} />
      </div>
      <LoadSection data={data} />
      <RunsSection data={data} />
      <SettingsSection data={data} />
      <EventsSection data={data} />
    </>
  );
}

interface ShownProps {
  data: Operation | undefined;
  error: Error | null;
  onRetry: () => void;
}

function Shown({ data, error, onRetry }: ShownProps) {
  useDocumentTitle(labels.title);
  return (
    <div className="space-y-5">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
        <p className="mt-1 text-muted">{labels.lead}</p>
      </div>
      {error !== null && (
        <Failure title={data === undefined ? labels.failed : labels.stale} error={error} onRetry={onRetry} />
      )}
      {data === undefined && error === null && <p className="text-sm text-muted">{labels.loading}</p>}
      {data !== undefined && <Sections data={data} />}
    </div>
  );
}

/** `/operacao`: the queue of everybody, for operators. To all others there is no such page: the server decides. */
export default function Operacao() {
  const { data, error, refetch } = useQuery(operationOptions);
  if (isForbidden(error)) return <NaoEncontrada />;
  return <Shown data={data} error={error} onRetry={() => void refetch()} />;
}
