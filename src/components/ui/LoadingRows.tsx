import type { ReactNode } from 'react';
import { Panel } from './Panel.tsx';

interface LoadingRowsProps {
  /** What is being loaded, for screen readers. */
  label: string;
  /** Whether the rows are seen yet: what comes at once needs none. */
  isVisible: boolean;
  /** The height of a row, as a class. */
  height: string;
  /** The place-holders of one row. */
  children: ReactNode;
}

/** Six grey rows in the place of a table that is being loaded. */
export function LoadingRows({ label, isVisible, height, children }: LoadingRowsProps) {
  return (
    <div aria-busy="true">
      <p className="sr-only">{label}</p>
      {isVisible && (
        <Panel className="divide-y divide-line">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
            <div key={row} className={`flex items-center gap-6 px-5 ${height}`}>
              {children}
            </div>
          ))}
        </Panel>
      )}
    </div>
  );
}
