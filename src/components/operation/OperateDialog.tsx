import type { UseMutationResult } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { operation as labels } from '../../lib/labels/operation.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Modal } from '../ui/Modal.tsx';

interface OperateDialogProps<T> {
  title: string;
  consequence: string;
  confirm: string;
  change: UseMutationResult<void, Error, T>;
  input: T;
  onClose: () => void;
  fallbackFocus: RefObject<HTMLElement | null>;
}

/** Says what an act does to everybody before it is done. */
export function OperateDialog<T>({ title, consequence, confirm, change, input, ...rest }: OperateDialogProps<T>) {
  const { onClose, fallbackFocus } = rest;
  return (
    <Modal
      onClose={onClose}
      fallbackFocus={fallbackFocus}
      title={title}
      description={consequence}
      actions={
        <>
          <Button onClick={onClose}>{labels.back}</Button>
          <Button
            variant="danger"
            isBusy={change.isPending}
            onClick={() => change.mutate(input, { onSuccess: onClose })}
          >
            {confirm}
          </Button>
        </>
      }
    >
      {change.error !== null && (
        <div className="mt-4">
          <Failure isAlert title={labels.changeFailed} error={change.error} />
        </div>
      )}
    </Modal>
  );
}
