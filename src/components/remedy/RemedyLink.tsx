import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { buttonClass } from '../ui/Button.tsx';

interface RemedyLinkProps {
  to: string;
  variant: 'primary' | 'secondary' | 'quiet';
  describedBy?: string;
  children: ReactNode;
}

/** A way to what helps, with the look of a button beside real ones. */
export function RemedyLink({ to, variant, describedBy, children }: RemedyLinkProps) {
  return (
    <Link to={to} aria-describedby={describedBy} className={buttonClass(variant)}>
      {children}
    </Link>
  );
}
