import * as Tabs from '@radix-ui/react-tabs';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { DETAIL_TABS, parseTab } from '../../lib/app/links.ts';
import { detail } from '../../lib/labels/settings.ts';
import { ExecutionsTab } from '../executions/ExecutionsTab.tsx';
import { OverviewTab } from '../overview/OverviewTab.tsx';
import { SettingsTab } from '../settings/SettingsTab.tsx';

/** The three parts of an integration; which one is open stands in `?aba=`. */
export function DetailTabs() {
  const [params, setParams] = useSearchParams();
  const tab = parseTab(params.get('aba'));
  // Once opened it stays mounted: a look at the executions must not cost what was typed and not yet saved.
  const [hasOpenedSettings, setHasOpenedSettings] = useState(false);
  if (tab === 'configuracao' && !hasOpenedSettings) setHasOpenedSettings(true);
  const requested = useRef(tab);
  useEffect(() => {
    requested.current = tab;
  }, [tab]);

  // Filters and an open execution belong to the tab that is left.
  const handleChange = (next: string) => {
    // One click arrives twice, by the pointer and by the focus that it brings: the back button would need two clicks.
    if (next === requested.current) return;
    requested.current = parseTab(next);
    const changed = new URLSearchParams();
    const tenant = params.get('tenant');
    if (tenant !== null) changed.set('tenant', tenant);
    if (requested.current !== 'visao-geral') changed.set('aba', requested.current);
    setParams(changed);
  };

  return (
    <Tabs.Root value={tab} onValueChange={handleChange}>
      <Tabs.List aria-label={detail.tabList} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
        {DETAIL_TABS.map((value) => (
          <Tabs.Trigger
            key={value}
            value={value}
            className="-mb-px min-h-11 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-accent"
          >
            {detail.tabs[value]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="visao-geral">
        <OverviewTab />
      </Tabs.Content>
      <Tabs.Content value="execucoes">
        <ExecutionsTab />
      </Tabs.Content>
      <Tabs.Content value="configuracao" forceMount={hasOpenedSettings || undefined} hidden={tab !== 'configuracao'}>
        <SettingsTab />
      </Tabs.Content>
    </Tabs.Root>
  );
}
