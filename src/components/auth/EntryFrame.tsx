import type { ReactNode, Ref } from 'react';
import { useDocumentTitle } from '../../hooks/browser/useDocumentTitle.ts';
import { Brand } from '../layout/Brand.tsx';
import { ThemeSwitch } from '../layout/ThemeSwitch.tsx';

interface EntryFrameProps {
  title: string;
  lead?: string;
  /** Can take the focus when the page goes on to its next step. */
  titleRef?: Ref<HTMLHeadingElement>;
  children: ReactNode;
}

/** A page for who is not in yet: one narrow column. */
export function EntryFrame({ title, lead, titleRef, children }: EntryFrameProps) {
  useDocumentTitle(title);
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center justify-between">
          <Brand />
          <ThemeSwitch />
        </div>
        <h1 ref={titleRef} tabIndex={-1} className="text-2xl font-semibold tracking-tight outline-none">
          {title}
        </h1>
        {lead !== undefined && <p className="mt-1 text-muted">{lead}</p>}
        <div className="mt-6 space-y-6">{children}</div>
      </div>
    </main>
  );
}
