import type { Page } from '@playwright/test';
import type { BrowseOptions } from './browse.ts';
import { createGroup, createVisitor, type Group, type Visitor } from './groups.ts';
import { addJob, type JobSeed } from './jobs.ts';
import type { World } from './world.ts';

/** What a state needs to show itself; the journeys and the screenshots each bring their own windows. */
export interface Stage {
  world: World;
  open: (visitor: Visitor | null, path: string, options?: BrowseOptions) => Promise<Page>;
}

/** A page in one of the states that users meet. `show` resolves when everything is there. */
export interface PageState {
  name: string;
  show(stage: Stage): Promise<Page>;
}

const EVERY_PROVIDER = { providers: ['acessorias', 'bomcontrole', 'onecode'] as const };

interface Prepared {
  group: Group;
  visitor: Visitor;
}

/** A group with every provider, somebody in it, and executions. */
export async function prepare(world: World, role: 'admin' | 'auditor' | 'member', jobs: JobSeed[]): Promise<Prepared> {
  const group = await createGroup(world, { providers: [...EVERY_PROVIDER.providers] });
  const visitor = await createVisitor(world, role, group);
  for (const job of jobs) await addJob(world, group, { createdBy: visitor.userId, ...job });
  return { group, visitor };
}
