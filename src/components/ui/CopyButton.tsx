import { Check, Copy } from 'lucide-react';
import { useCopy } from '../../hooks/browser/useCopy.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { common } from '../../lib/labels/common.ts';
import { Button } from './Button.tsx';

interface CopyButtonProps {
  label: string;
  text: string;
  /** Only the sign, for a place beside what is copied; the label is then heard. */
  isIcon?: boolean;
  /** Selects the text on the page, for readers whose browser refuses the clipboard. */
  onRefused: () => void;
}

export function CopyButton({ label, text, isIcon = false, onRefused }: CopyButtonProps) {
  const { copy, copied } = useCopy();
  const handleClick = async () => {
    if (await copy(text)) announcer.announce(common.copied);
    else {
      onRefused();
      announcer.announce(common.copyRefused);
    }
  };
  return (
    <Button
      variant={isIcon ? 'quiet' : 'secondary'}
      icon={copied ? Check : Copy}
      title={isIcon ? label : undefined}
      onClick={() => void handleClick()}
      className={isIcon ? '-my-2 px-2 print:hidden' : undefined}
    >
      <span className={isIcon ? 'sr-only' : undefined}>{copied ? common.copied : label}</span>
    </Button>
  );
}
