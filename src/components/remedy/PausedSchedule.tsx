import { useResumeSchedule } from '../../hooks/remedy/useResumeSchedule.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { jobErrorText } from '../../lib/labels/errors.ts';
import { pausedSchedule as labels, remedies } from '../../lib/labels/remedies.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** Beside the schedule: that it is paused, since when and why, and the click that ends it. */
export function PausedSchedule() {
  const { schedule_paused_at: pausedAt, schedule_pause_code: code } = useIntegration();
  const { canChange } = useTenant();
  const resumption = useResumeSchedule();
  if (pausedAt === null) return null;
  return (
    <div className="space-y-3">
      <Notice
        kind="info"
        title={labels.title}
        actions={
          canChange && (
            <Button isBusy={resumption.isPending} onClick={() => resumption.mutate()}>
              {resumption.isPending ? remedies.resuming : remedies.resume}
            </Button>
          )
        }
      >
        {labels.because(jobErrorText(code).title)} <RelativeTime timestamp={pausedAt} />. {labels.manual}
      </Notice>
      {resumption.error !== null && <Failure isAlert title={remedies.resumeFailed} error={resumption.error} />}
    </div>
  );
}
