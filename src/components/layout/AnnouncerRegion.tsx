import { useEffect, useState } from 'react';
import { announcer } from '../../lib/app/announcer.ts';

/** The only live region of the app. It is there before its text changes, or screen readers would miss the first one. */
export function AnnouncerRegion() {
  const [text, setText] = useState('');
  useEffect(() => announcer.subscribe(setText), []);
  // role="status" is polite already; the attribute says so to open dialogs, which hide everything else from screen readers.
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}
