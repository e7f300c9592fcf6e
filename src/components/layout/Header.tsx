import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { signOut } from '../../lib/app/session.ts';
import { common } from '../../lib/labels/common.ts';
import { Button } from '../ui/Button.tsx';
import { Brand } from './Brand.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

interface HeaderProps {
  email: string;
  /** Where the brand leads: the list of the chosen tenant. */
  home: string;
  tenantSwitch: ReactNode;
}

export function Header({ email, home, tenantSwitch }: HeaderProps) {
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 sm:px-6">
        <Link to={home} className="rounded-lg text-ink">
          <Brand />
        </Link>
        <div className="order-last w-full min-w-0 sm:order-none sm:w-auto sm:border-l sm:border-line sm:pl-5">
          {tenantSwitch}
        </div>
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          <span className="hidden max-w-56 truncate text-sm text-muted lg:inline">
            <span className="sr-only">{common.signedInAs('')}</span>
            {email}
          </span>
          <ThemeSwitch />
          <Button
            variant="quiet"
            icon={LogOut}
            onClick={() => void signOut()}
            title={common.signedInAs(email)}
            className="-mr-2 max-sm:px-2.5"
          >
            <span className="max-sm:sr-only">{common.signOut}</span>
          </Button>
        </div>
      </div>
    </header>
  );
}
