import type { JobError } from '../errors.ts';
import { type ListCursor, type LiveList, type PageAnswer, placeOf } from './list-contract.ts';
import { incompleteRead } from './provider-errors.ts';

/** Where a look at a live list ends: what each answer says of it. How ends are proven: `live-list.ts`. */

/** Some providers answer the last page again for every page behind it: where all that was announced came, there is nothing more. */
export function isRepeatedEnd(
  { hash, count, doubles }: ListCursor,
  page: number,
  { mark, total, lastPage }: PageAnswer,
): boolean {
  const isBehind = (lastPage !== null && lastPage < page) || (total !== null && count + doubles >= total);
  return isBehind && hash !== '' && hash.endsWith(mark);
}

/** Whether an empty page is the end without being asked again after pauses. */
export function isBelieved(state: ListCursor, list: LiveList, page: number): boolean {
  const { confirmedEnd, hash, lastPage, lastSize } = state;
  const { isSizeCertain, pageSize } = list;
  if (page > 1 && confirmedEnd === hash) return true;
  // How large a page may be is not known: where one page is announced and came, the empty second one is believed.
  const isOnly = page === 2 && lastPage === 1 && !isSizeCertain && lastSize < pageSize;
  return (isOnly || hasRoomLeft(state, list)) && isMet(state, page);
}

/** The pages to ask for in one round: none behind an end that is known. */
export function pagesToAsk(state: ListCursor, list: LiveList): number[] {
  const { page, look, before, total, count, doubles, size, lastPage, empties } = state;
  const { concurrency } = list;
  const isSingle = empties > 0 || (look === 1 && (page === 1 || hasRoomLeft(state, list)));
  if (concurrency === 1 || isSingle) return [page];
  const atLook = look > 1 && before ? before.last + (total === null && lastPage === null ? 1 : 0) : 0;
  const atTotal = total !== null && size > 0 ? page - 1 + Math.ceil((total - count - doubles) / size) : 0;
  const end = Math.max(atLook, atTotal, lastPage ?? 0) || Number.POSITIVE_INFINITY;
  const most = look === 1 ? concurrency : 2 * concurrency;
  return Array.from({ length: most }, (_, index) => page + index).filter((each) => each === page || each <= end);
}

/** Whether the list ended with the page just taken: what was announced is met, and the page had room for more. */
export function isOver(state: ListCursor, list: LiveList, answer: PageAnswer): boolean {
  const { total, lastPage, page, most } = state;
  const came = state.count + state.doubles;
  if (isUnpaged(state, list, answer)) return true;
  if (total === null && lastPage === null) return false;
  if (total !== null && (came !== total || most > came)) return false;
  if (lastPage !== null && lastPage !== page - 1) return false;
  return hasRoomLeft(state, list);
}

/** An answer without announcement that is longer than a page was not paged at all. */
function isUnpaged({ page }: ListCursor, { pageSize }: LiveList, answer: PageAnswer): boolean {
  const isBare = answer.total === null && answer.lastPage === null;
  return isBare && page <= 2 && answer.size > pageSize;
}

/** Whether the last page had room for more. */
export function hasRoomLeft({ page, lastSize, size }: ListCursor, { isSizeCertain, pageSize }: LiveList): boolean {
  if (page === 1) return false;
  return page === 2 ? isSizeCertain && lastSize < pageSize : lastSize < size;
}

/** Whether all came that was announced; `emptyPage`: the empty page at which the list ended. */
export function isMet({ count, doubles, most, lastPage }: ListCursor, emptyPage: number | null): boolean {
  return count + doubles >= most && (emptyPage === null || lastPage === null || lastPage < Math.max(emptyPage, 2));
}

/** The attempt fails: with what was announced or read before as the second number, whichever is known. */
export function incomplete(state: ListCursor, { access, lastFullCount }: LiveList, page: number): JobError {
  const { count, most, lastPage } = state;
  const came = state.page - 1;
  const ofRecords = most > count ? most : (lastFullCount ?? 0);
  const numbers = () => {
    if (ofRecords > count) return `lidos ${count} de ${ofRecords}`;
    if (lastPage !== null && lastPage > came) return `lidos ${count}, em ${came} de ${lastPage} páginas`;
    return `lidos ${count}, e não foi possível confirmar que são todos`;
  };
  return incompleteRead(access, placeOf(page), numbers());
}
