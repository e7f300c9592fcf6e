import type { TokenState } from '../control/token-store.ts';
import type { View } from '../providers/provider.ts';
import type { Fault } from '../types.ts';

/** What the faults of a token make of one request. */
export interface FaultPlan {
  delayMs: number;
  view: View;
  /** Faults that damage rows of the answer. */
  damage: Fault[];
  /** The first fault that decides the answer itself. */
  decisive: Fault | undefined;
  applied: string[];
}

/** The fields of a request that faults look at. */
export interface Asked {
  page: number;
  /** Path with the provider's slug. */
  path: string;
}

function concerns(fault: Fault, asked: Asked, state: TokenState): boolean {
  if (fault.path !== undefined && !asked.path.includes(fault.path)) return false;
  if (state.sinceConfigured <= (fault.afterRequests ?? 0)) return false;
  // Once the list has moved, it stays so for all later pages.
  if (fault.kind === 'rows_on_two_pages') return asked.page >= (fault.page ?? 2);
  return fault.page === undefined || fault.page === asked.page;
}

/** Chooses the faults of the settings that concern a request, and counts them as used. */
export function planFaults(state: TokenState, asked: Asked): FaultPlan {
  const shapes = new Set<string>();
  const view: View = { shift: 0, lost: 0, empty: false, shapes };
  const plan: FaultPlan = { delayMs: 0, view, damage: [], decisive: undefined, applied: [] };
  for (const [index, fault] of (state.settings.faults ?? []).entries()) {
    const times = fault.times ?? (fault.kind === 'empty_page_once' ? 1 : Number.POSITIVE_INFINITY);
    const uses = state.faultUses[index] ?? 0;
    if (uses >= times || !concerns(fault, asked, state)) continue;
    switch (fault.kind) {
      case 'slow':
        plan.delayMs += fault.ms;
        break;
      case 'empty_page_once':
        view.empty = true;
        break;
      case 'empty_for': {
        state.faultSince[index] ??= performance.now();
        if (performance.now() - state.faultSince[index] >= fault.ms) continue;
        view.empty = true;
        break;
      }
      case 'rows_vanish':
        view.lost += fault.rows ?? 1;
        break;
      case 'announced':
        view.total = fault.value ?? view.total;
        view.pages = fault.pages ?? view.pages;
        break;
      case 'repeated_page':
        view.page = fault.as ?? (fault.page === undefined ? 1 : Math.max(1, asked.page - 1));
        break;
      case 'rows_on_two_pages':
        view.shift = fault.rows ?? 3;
        break;
      case 'bare_array':
      case 'paged':
      case 'page_count':
      case 'data_key':
      case 'phone_key':
        shapes.add(fault.kind);
        break;
      case 'nul_text':
      case 'bad_document':
      case 'missing_fields':
      case 'wrong_types':
      case 'planted':
        plan.damage.push(fault);
        break;
      default:
        // Two answers to one request cannot be: the later fault waits for its turn and is not counted.
        if (plan.decisive !== undefined) continue;
        plan.decisive = fault;
    }
    state.faultUses[index] = uses + 1;
    plan.applied.push(fault.kind);
  }
  return plan;
}
