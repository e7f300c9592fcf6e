import { operation as labels } from '../../lib/labels/operation.ts';
import type { Operation } from '../../lib/operation/operation.ts';
import { absoluteTime, shortTime } from '../../lib/time/reader-time.ts';
import { Panel } from '../ui/Panel.tsx';

/** Who changed what, from what to what, the newest first. */
export function EventsSection({ data }: { data: Operation }) {
  const providerName = (slug: string) => data.providers.find((provider) => provider.slug === slug)?.name ?? slug;
  return (
    <Panel aria-labelledby="historico" className="p-5">
      <h2 id="historico" className="font-semibold">
        {labels.eventsTitle}
      </h2>
      {data.events.length === 0 && <p className="mt-2 text-sm">{labels.noEvents}</p>}
      <ol aria-labelledby="historico" className="divide-y divide-line">
        {data.events.map((event) => (
          <li key={event.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-3 text-sm">
            <p className="min-w-0 flex-auto basis-64 break-words">
              <bdi className="font-medium">{event.actor_email ?? labels.sql}</bdi> {labels.event(event, providerName)}
            </p>
            <time
              dateTime={event.created_at}
              title={absoluteTime(event.created_at)}
              className="numbers whitespace-nowrap text-muted"
            >
              {shortTime(event.created_at)}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
