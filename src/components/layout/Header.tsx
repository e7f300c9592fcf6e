import { Building2, History, type LucideIcon, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router';
import { cx } from '../../lib/app/class-names.ts';
import { places } from '../../lib/labels/common.ts';
import { buttonClass } from '../ui/Button.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Brand } from './Brand.tsx';

interface HeaderProps {
  email: string;
  /** Where the brand leads: the list of the chosen tenant. */
  home: string;
  /** Where all executions are; null for who may not see any. */
  executions: string | null;
  /** Where all groups are side by side; null for who reads only one. */
  groups: string | null;
  /** Where the people of the chosen tenant are; null for who may not see them. */
  people: string | null;
  tenantSwitch: ReactNode;
  /** What has happened since the reader was here last. */
  bell: ReactNode;
}

export function Header({ email, home, executions, groups, people, tenantSwitch, bell }: HeaderProps) {
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 sm:flex-nowrap sm:px-6">
        <Link to={home} className="shrink-0 rounded-lg text-ink">
          <Brand isCompact />
        </Link>
        <div className="order-last flex w-full min-w-0 items-center justify-between gap-2 sm:order-none sm:w-auto sm:border-l sm:border-line sm:pl-5">
          {tenantSwitch}
          <div className="flex shrink-0">
            {executions !== null && <Place to={executions} icon={History} label={places.executions} />}
            {/* On a narrow screen the choice of a group leads there. */}
            {groups !== null && <Place isWide to={groups} icon={Building2} label={places.groups} />}
            {people !== null && <Place to={people} icon={Users} label={places.people} />}
          </div>
        </div>
        <div className="ml-auto flex shrink-0 items-center gap-1 sm:gap-2">
          {bell}
          <AccountMenu email={email} />
        </div>
      </div>
    </header>
  );
}

interface PlaceProps {
  to: string;
  icon: LucideIcon;
  label: string;
  isWide?: boolean;
}

/** A place of the chosen group; on a phone its word has to do. */
function Place({ to, icon: Icon, label, isWide = false }: PlaceProps) {
  const className = cx(
    buttonClass('quiet'),
    'shrink-0 max-sm:px-2 aria-[current=page]:bg-accent-soft',
    isWide && 'max-lg:hidden',
  );
  return (
    <NavLink to={to} className={className}>
      <Icon aria-hidden className="size-4 shrink-0 max-sm:hidden" />
      {label}
    </NavLink>
  );
}
