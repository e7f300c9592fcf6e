import { useEffect, useState } from 'react';
import { announcer } from '../../lib/announcer.ts';

/** The only live region of the app. It is there before its text changes, or screen readers would miss the first one. */
export function AnnouncerRegion() {
  const [text, setText] = useState('');
  useEffect(() => announcer.subscribe(setText), []);
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  );
}
