import { AnswerText } from '../calls/answer-text.ts';
import { pause } from '../calls/pacer.ts';
import { JobError } from '../errors.ts';
import { hashOf } from '../values/hash.ts';
import {
  EMPTY_LOOK,
  LIST_BEGIN,
  type ListCursor,
  type ListPart,
  type LiveList,
  type PageAnswer,
  placeOf,
} from './list-contract.ts';
import { hasRoomLeft, incomplete, isBelieved, isMet, isOver, isRepeatedEnd, pagesToAsk } from './list-end.ts';
import { isKey, isRemembered, nameOf, pageMark, rememberPage, wasAtPage } from './page-memory.ts';
import { repeatedPage, requireEnd } from './provider-errors.ts';
import { memoryOf, type SliceMemory } from './slice-memory.ts';

/**
 * Reads a list that others change while it is read, and proves that nothing was missed.
 *
 * All three providers page by number over a live list: page p is the rows from (p - 1) · size on at the moment of the request. A row
 * that disappears pulls a later one onto a page that was read already; one that appears pushes rows on; a row may move. Totals do not
 * show it (one row gone and one new leave them as they were), nor do pages that are each read once: whatever the order, one change
 * between two requests can hide a row without a trace.
 *
 * So the list is looked at until two looks in a row are equal: every page read in look n has the same records in the same order in look
 * n + 1, and both end at the same place. All requests of look n come before all of look n + 1, so between them lies a moment at which
 * every page was what both looks saw (a page that was changed and changed back exactly, while nobody looked, is the one exception that
 * no client can see). At that moment the list WAS what was read. A record that existed throughout existed then, so it was read and
 * stored. This holds for rows that appear, disappear or move, however many, and for attempts that go on hours later.
 *
 * One look is enough when the list came in one answer: then that answer is the moment. Each further look is stored only where it
 * differs; an answer with the text that the look before was given is not parsed again. Two requests at a time, and four in a further look,
 * take for both looks less time than one by one for a single one.
 *
 * The end must be confirmed too. What is announced (records, pages) must have come, or there is no success. But announcements were seen
 * that are too small, even steadily so: alone they end nothing. A record that the list holds twice counts twice for what was announced:
 * whether another one hides behind it, the second look tells. And an overloaded provider answers empty pages that have rows. So:
 * - the last page had room left: any further row would have stood on it. If as much as announced came, the page behind it need not be
 *   asked; if nothing is announced, it must be empty (and is asked once more, by the second look or at once);
 * - the last page was full: a page that follows is as likely as not, so the empty one is asked again after growing pauses, all of them.
 *   That the count is the one of the last complete read does not shorten this: the list may have grown by whole pages since.
 */

/** Looks at a list that never holds still; then the attempt ends. */
const MAX_LOOKS = 6;
/** Waits before an empty page is asked again, in ms. */
const END_PAUSES_MS = [1_000, 3_000, 8_000];

/** Reads on from the cursor: one page, or two at a time. Throws JobError for everything that should end the attempt. */
export async function readOn(cursor: ListCursor, list: LiveList): Promise<ListPart> {
  requireEnd(list.access, cursor.page, placeOf(cursor.page));
  const reader = new Round(cursor, list);
  await reader.read();
  return reader.part;
}

/** One round of requests. */
class Round {
  readonly part: ListPart;
  #state: ListCursor;
  readonly #list: LiveList;
  readonly #memory: SliceMemory;

  constructor(cursor: ListCursor, list: LiveList) {
    this.#state = { ...cursor };
    this.#list = list;
    this.#memory = memoryOf(list, cursor);
    this.part = {
      fresh: [],
      read: 0,
      keys: [],
      next: cursor,
      total: null,
      failure: null,
      stepOf: (what) => this.#stepOf(what),
    };
  }

  async read(): Promise<void> {
    const pages = pagesToAsk(this.#state, this.#list);
    await this.#pauseBeforeAskingAgain();
    const answers = await Promise.allSettled(pages.map((page) => this.#ask(page)));
    for (const [index, page] of pages.entries()) {
      const hasMore = answers.slice(index + 1).some((later) => later.status === 'fulfilled' && later.value.size > 0);
      try {
        const isOver = this.#take(page, settled(answers[index]), hasMore);
        if (isOver) return;
      } catch (error) {
        // What came before the failure is stored before the attempt ends.
        if (!(error instanceof JobError) || index === 0) throw error;
        this.part.failure = error;
        return;
      }
    }
  }

  /** Asks for a page, and tells it apart. */
  async #ask(page: number): Promise<PageAnswer> {
    const { before } = this.#state;
    const seen = this.#memory.pages.get(page);
    // Only what the look before saw there: of an older page the records are needed.
    const isSeen = seen !== undefined && before !== null && wasAtPage(before.pages, page, seen.mark);
    const text = new AnswerText((isSeen && seen.text) || undefined);
    const answer = await this.#list.ask(page, text);
    if (isSeen && text.isSame) return { ...seen, isSame: true };
    const names = answer.records.map((record) => nameOf(record, this.#list.keyOf(record)));
    return { ...answer, size: names.length, names, mark: pageMark(names), text: text.mark, isSame: false };
  }

  /** Takes the answer of a page; true when nothing more is to be taken of this round. */
  #take(page: number, answer: PageAnswer, hasMore: boolean): boolean {
    if (answer.size === 0 || isRepeatedEnd(this.#state, page, answer)) {
      this.#takeEmpty(page, answer, hasMore);
      return true;
    }
    const isAlone = this.#state.empties > 0;
    this.#accept(page, answer);
    if (isOver(this.#state, this.#list, answer)) {
      this.#endLook(null);
      return true;
    }
    return isAlone;
  }

  /** An empty page: the end, or asked again. Each time it is asked is a round of its own, so that a slice can end in between. */
  #takeEmpty(page: number, answer: PageAnswer, hasMore: boolean): void {
    const { access } = this.#list;
    const state = this.#state;
    this.#noteAnnouncement(answer);
    state.isHole ||= hasMore;
    let isEnd = !state.isHole && isBelieved(state, this.#list, page);
    if (isEnd && page === 2 && hasRoomLeft(state, this.#list) && state.empties === 0) {
      // Nothing but this answer says so where there will be no second look.
      state.empties = 1;
      isEnd = false;
    } else if (!isEnd) {
      state.empties += 1;
      isEnd = state.empties > (access.endPausesMs ?? END_PAUSES_MS).length;
      if (isEnd && state.isHole) throw answer.notFound ?? incomplete(state, this.#list, page);
      if (isEnd) state.confirmedEnd = state.hash;
    }
    if (isEnd) this.#endLook(page, answer.notFound);
    else this.part.next = { ...state };
  }

  async #pauseBeforeAskingAgain(): Promise<void> {
    const { access } = this.#list;
    const { empties, page } = this.#state;
    const isSecondOpinion = empties === 1 && !this.#state.isHole && isBelieved(this.#state, this.#list, page);
    const wait = (access.endPausesMs ?? END_PAUSES_MS)[empties - 1];
    if (wait !== undefined && !isSecondOpinion) await pause(wait, access.signal);
  }

  #accept(page: number, answer: PageAnswer): void {
    const { access } = this.#list;
    const state = this.#state;
    const { mark, size } = answer;
    if (isRemembered(state.pages, mark) || state.hash.endsWith(mark)) throw repeatedPage(access, placeOf(page));

    const isKnown = answer.isSame || (state.before !== null && wasAtPage(state.before.pages, page, mark));
    const fresh: unknown[] = [];
    const rivals: unknown[] = [];
    for (const [index, name] of answer.names.entries()) {
      const record = answer.records[index];
      const hasKey = isKey(name);
      const content = !hasKey || isKnown ? '' : hashOf(JSON.stringify(record));
      if (hasKey && !isKnown) this.part.keys.push(name);
      // Records without an id are told apart by nothing: two that look alike in one look may be two.
      const isFresh = !isKnown && (!this.#memory.run.has(name) || (!hasKey && state.look === 1 && state.proofs === 0));
      if (isFresh) fresh.push(record);
      const first = !hasKey ? undefined : this.#memory.look.get(name);
      if (first === undefined) {
        state.count += 1;
        this.#memory.look.set(name, content);
      } else {
        state.doubles += 1;
        // Another record under the same id, or the same one changed in between: the first one stands, the next run sees what is so.
        if (content !== first && content !== '' && !this.#memory.rivals.has(name)) {
          this.#memory.rivals.add(name);
          rivals.push(record);
        }
      }
      this.#memory.run.add(name);
    }
    this.part.fresh.push({ where: placeOf(page), records: fresh, rivals });
    this.part.read += fresh.length + rivals.length;
    this.#noteAnnouncement(answer);
    this.#memory.pages.set(page, { ...answer, records: [] });
    state.hash = hashOf(state.hash + mark) + mark;
    state.pages = rememberPage(state.pages, mark);
    state.lastSize = size;
    state.size = Math.max(state.size, size);
    state.page = page + 1;
    state.empties = 0;
    state.isHole = false;
    this.part.next = { ...state };
    this.part.total = state.total === null ? null : Math.max(state.total, state.count);
  }

  #noteAnnouncement({ total, lastPage }: PageAnswer): void {
    const state = this.#state;
    if (total === null && lastPage === null) return;
    state.total = total;
    state.lastPage = lastPage;
    state.most = Math.max(state.most, total ?? 0);
  }

  /** The list is at its end: behind the last page, or with `emptyPage` at an empty one. */
  #endLook(emptyPage: number | null, notFound?: JobError): void {
    const state = this.#state;
    const last = state.page - 1;
    const isWhole = isMet(state, emptyPage);
    if (!isWhole && !hasRoomLeft(state, this.#list)) {
      if (notFound || last === 0) throw notFound ?? incomplete(state, this.#list, emptyPage ?? last);
      this.#giveUp(emptyPage ?? last);
      return;
    }
    // Behind a full page a row may have stood that is on this page by now.
    const isOneAnswer = last === 0 || (last === 1 && (emptyPage === null || hasRoomLeft(state, this.#list)));
    const isSame = state.before !== null && state.before.hash === state.hash && state.before.last === last;
    if (isWhole && (isOneAnswer || isSame)) {
      this.#endProof(emptyPage ?? last);
      return;
    }
    if (state.look >= MAX_LOOKS) {
      this.#giveUp(last);
      return;
    }
    const before = { hash: state.hash, last, pages: state.pages };
    this.part.total = state.count;
    this.part.next = { ...state, ...EMPTY_LOOK, look: state.look + 1, before };
  }

  /** The attempt ends, and the next one searches from the start: what is missing may stand on any page by now. */
  #giveUp(page: number): void {
    this.part.failure = incomplete(this.#state, this.#list, page);
    this.part.next = LIST_BEGIN;
  }

  /** The list is proven to be what was read. */
  #endProof(page: number): void {
    const { lastFullCount, shortReadShare } = this.#list;
    const { count, proofs, size } = this.#state;
    if (lastFullCount !== null && lastFullCount > 0) {
      if (count === 0) throw incomplete(this.#state, this.#list, page);
      if (count < lastFullCount * shortReadShare && proofs === 0) {
        this.part.next = { ...LIST_BEGIN, size, proofs: 1 };
        return;
      }
    }
    this.part.next = null;
    this.part.total = count;
  }

  #stepOf(what: string): string {
    const { look, page, lastPage, size } = this.#state;
    if (this.part.next === null || page === 1) return 'Concluindo a leitura';
    const pages = lastPage ?? (this.#state.total === null || size === 0 ? null : Math.ceil(this.#state.total / size));
    const place = pages === null || pages < page - 1 ? placeOf(page - 1) : `${placeOf(page - 1)} de ${pages}`;
    return look === 1 ? `Lendo ${what}: ${place}` : `Conferindo ${what}: ${place}`;
  }
}

function settled(answer: PromiseSettledResult<PageAnswer> | undefined): PageAnswer {
  if (!answer) throw new Error('Cannot take a page: it was not asked');
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
