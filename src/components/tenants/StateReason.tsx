import { jobErrorText } from '../../lib/labels/errors.ts';
import { groups as labels } from '../../lib/labels/groups.ts';
import type { GroupState } from '../../lib/tenants/states.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** Below the badge: why it is so, and since when. Nothing where the badge says it all. */
export function StateReason({ row }: { row: GroupState }) {
  const { state, since, jobStatus, jobCode, failures, pausedAt } = row;
  const time = since === null ? null : <RelativeTime timestamp={since} />;
  switch (state) {
    case 'failing':
      return (
        <div className="numbers mt-1">
          <p>{jobErrorText(row.code).title}</p>
          <p className="text-muted">
            {labels.since} {time}
            {failures > 1 && `, ${labels.inRow(failures)}`}
          </p>
          {pausedAt !== null && <p className="font-medium">{labels.paused}</p>}
          {jobStatus !== null && (
            <p className="text-muted">{jobStatus === 'pending' ? labels.waitsAgain : labels.runsAgain}</p>
          )}
        </div>
      );
    case 'stuck':
      return (
        <p className="mt-1">
          {jobStatus === 'pending' ? labels.lateSince : labels.stillSince} {time}
        </p>
      );
    case 'waiting':
      return (
        <p className="mt-1 text-muted">
          {jobCode === null ? labels.queuedSince : `${jobErrorText(jobCode).title}.`} {jobCode === null && time}
        </p>
      );
    case 'running':
      return (
        <p className="mt-1 text-muted">
          {labels.startedSince} {time}
        </p>
      );
    case 'unused':
      return <p className="mt-1 text-muted">{row.isEnabled ? labels.neverRan : labels.off}</p>;
    default:
      return null;
  }
}
