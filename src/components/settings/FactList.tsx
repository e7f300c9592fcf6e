import type { ReactNode } from 'react';

/** What is set, for who may not change it. */
export function FactList({ facts }: { facts: ReadonlyArray<readonly [label: string, value: ReactNode]> }) {
  return (
    <dl className="numbers grid gap-x-6 gap-y-3 text-sm xs:grid-cols-[minmax(9rem,auto)_1fr]">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted max-xs:-mb-3">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
