import { Check, Copy } from 'lucide-react';
import { useCopy } from '../../hooks/browser/useCopy.ts';
import { announcer } from '../../lib/app/announcer.ts';
import { common } from '../../lib/labels/common.ts';
import { Button } from './Button.tsx';

interface CopyButtonProps {
  label: string;
  text: string;
  /** Selects the text on the page, for readers whose browser refuses the clipboard. */
  onRefused: () => void;
}

export function CopyButton({ label, text, onRefused }: CopyButtonProps) {
  const { copy, copied } = useCopy();
  const handleClick = async () => {
    if (await copy(text)) announcer.announce(common.copied);
    else {
      onRefused();
      announcer.announce(common.copyRefused);
    }
  };
  return (
    <Button icon={copied ? Check : Copy} onClick={() => void handleClick()}>
      {copied ? common.copied : label}
    </Button>
  );
}
