import type { Pool } from 'pg';
import type { Change } from '../log/changes.ts';
import { readSelectable, type Table } from '../log/tables.ts';
import { type Claims, type Json, type Log, messageOf } from '../types.ts';
import type { Binding } from './bindings.ts';
import { isConnectionError } from './catalogue.ts';
import { answer, type Question } from './conditions.ts';
import { type RowKey, visibleRows } from './visible-rows.ts';

/** A channel that listens to changes. */
export interface Subscriber {
  readonly claims: Claims;
  readonly bindings: readonly Binding[];
  /** Sends one event for the bindings with these ids. */
  deliver(ids: number[], data: Json): void;
}

/** A change that may concern a binding of a subscriber. The claims are those of the moment when judging began. */
export interface Candidate {
  change: Change;
  table: Table;
  subscriber: Subscriber;
  claims: Claims;
  binding: Binding;
}

/** An event to send: the row, or why it is withheld. */
export interface Verdict extends Candidate {
  /** Place of the candidate in the question. */
  order: number;
  selectable: Set<string>;
  error: string | null;
}

type Grants = (candidate: Candidate) => Set<string>;

function roleOf({ claims }: Candidate): string {
  return claims.role ?? 'anon';
}

/** What each role may select of each table, now. */
async function readGrants(pool: Pool, candidates: readonly Candidate[]): Promise<Grants> {
  const nameOf = (candidate: Candidate) => `${candidate.table.oid} ${roleOf(candidate)}`;
  const distinct = new Map(candidates.map((candidate) => [nameOf(candidate), candidate]));
  const grants = new Map<string, Set<string>>();
  await Promise.all(
    [...distinct].map(async ([name, candidate]) => {
      grants.set(name, await readSelectable(pool, candidate.table, roleOf(candidate)));
    }),
  );
  return (candidate) => grants.get(nameOf(candidate)) ?? new Set();
}

/** Which candidates meet all conditions of their binding. A condition on a column that the log lacks is not met. */
async function readMet(pool: Pool, candidates: readonly Candidate[]): Promise<(candidate: Candidate) => boolean> {
  const unmet = new Set<Candidate>();
  const questions: (Question & { candidate: Candidate })[] = [];
  for (const candidate of candidates) {
    const { change, table, binding } = candidate;
    const row = change.event === 'DELETE' ? change.oldRecord : change.record;
    for (const condition of binding.conditions) {
      const column = table.columns.get(condition.column);
      const value = row[condition.column];
      if (column === undefined || value === undefined) unmet.add(candidate);
      else questions.push({ candidate, column, condition, value });
    }
  }
  const answers = await answer(pool, questions);
  for (const [i, { candidate }] of questions.entries()) if (answers[i] !== true) unmet.add(candidate);
  return (candidate) => !unmet.has(candidate);
}

/** The error that takes the place of a row whatever its content: without a readable key no policy can be asked. */
function structuralError({ change, table }: Candidate, selectable: Set<string>): string | null {
  if (change.event === 'DELETE') return null;
  if (table.primaryKey.length === 0) return 'Error 400: Bad Request, no primary key';
  return table.primaryKey.every((name) => selectable.has(name)) ? null : 'Error 401: Unauthorized';
}

function keyOf({ change, table }: Candidate): RowKey {
  return table.primaryKey.map((name) => change.record[name] ?? null);
}

/** Asks the policies of one table for one holder of claims. Gives the verdicts whose row is visible, or an error each. */
async function askPolicies(pool: Pool, verdicts: readonly Verdict[], log: Log): Promise<Verdict[]> {
  const [first] = verdicts;
  if (first === undefined) return [];
  const rows = new Map(verdicts.map((verdict) => [JSON.stringify(keyOf(verdict)), keyOf(verdict)]));
  try {
    const indexes = await visibleRows(pool, first.table, first.claims, [...rows.values()]);
    const visible = new Set([...rows.keys()].filter((_, i) => indexes.has(i)));
    return verdicts.filter((verdict) => visible.has(JSON.stringify(keyOf(verdict))));
  } catch (error) {
    if (isConnectionError(error)) throw error;
    log(`Ask the policies of ${first.table.qualifiedName} as ${roleOf(first)}: ${messageOf(error)}`);
    return verdicts.map((verdict) => ({
      ...verdict,
      error: 'Error 500: Internal Server Error, RLS policy evaluation failed',
    }));
  }
}

/**
 * Decides what each subscriber is told of each change, in the order of the candidates: conditions, then grants, then the
 * policies for the live row. Rejects when the database cannot be asked.
 */
export async function audienceOf(pool: Pool, candidates: readonly Candidate[], log: Log): Promise<Verdict[]> {
  const [grantsOf, isMet] = await Promise.all([readGrants(pool, candidates), readMet(pool, candidates)]);
  const told: Verdict[] = [];
  const asked = new Map<string, Verdict[]>();
  for (const [order, candidate] of candidates.entries()) {
    const selectable = grantsOf(candidate);
    const verdict = { ...candidate, order, selectable, error: structuralError(candidate, selectable) };
    if (verdict.error === null && !isMet(candidate)) continue;
    const isOpen = verdict.error !== null || candidate.change.event === 'DELETE' || !candidate.table.isRlsEnabled;
    const holder = `${candidate.table.oid} ${JSON.stringify(candidate.claims)}`;
    const group = isOpen ? told : (asked.get(holder) ?? []);
    group.push(verdict);
    if (!isOpen) asked.set(holder, group);
  }
  const answered = await Promise.all([...asked.values()].map((verdicts) => askPolicies(pool, verdicts, log)));
  return [...told, ...answered.flat()].sort((a, b) => a.order - b.order);
}
