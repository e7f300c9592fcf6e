import { AppError } from '../../lib/data/errors.ts';
import { invitation as labels } from '../../lib/labels/people.ts';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Why an invitation did not go out. The limits of Auth and of the group are of an hour, which "a minute" would not tell. */
export function InviteFailure({ title, error }: { title: string; error: Error }) {
  if (error instanceof AppError && error.code === 'too_many_requests') {
    return (
      <Notice isAlert title={labels.tooMany.title}>
        {labels.tooMany.advice}
      </Notice>
    );
  }
  return <Failure isAlert title={title} error={error} />;
}
