import fc from 'fast-check';

/** What happens to a list before a request, and what becomes of the answer. Positions are shares of the list's length. */
export interface Moment {
  changes: Change[];
  answer: 'rows' | 'empty' | 'no content' | 'null' | 'not found';
}
export type Change =
  | { kind: 'insert'; at: number }
  | { kind: 'delete'; at: number }
  | { kind: 'move'; from: number; to: number };

/** What the provider says of the size of its list: the truth, nothing, or one of the lies that were seen. */
export const ANNOUNCEMENTS = ['honest', 'none', 'zero', 'own count', 'half', 'frozen'] as const;

/** One story: a list, and what happens to it from request to request; afterwards it holds still and answers honestly. */
export interface Story {
  records: number;
  announcement: (typeof ANNOUNCEMENTS)[number];
  moments: Moment[];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at: share }),
  fc.record({ kind: fc.constant('delete' as const), at: share }),
  fc.record({ kind: fc.constant('move' as const), from: share, to: share }),
);
const calm: Moment = { changes: [], answer: 'rows' };
const moment: fc.Arbitrary<Moment> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(calm) },
  {
    weight: 4,
    arbitrary: fc.record({
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
      answer: fc.constant('rows' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      changes: fc.array(change, { maxLength: 1 }),
      answer: fc.constantFrom('empty' as const, 'no content' as const, 'null' as const, 'not found' as const),
    }),
  },
);

export const storyOf = (maxRecords: number): fc.Arbitrary<Story> =>
  fc.record({
    records: fc.integer({ min: 0, max: maxRecords }),
    announcement: fc.constantFrom(...ANNOUNCEMENTS),
    moments: fc.array(moment, { maxLength: 24 }),
  });

/** A page longer empty than three requests in a row cannot be told from an end: no provider was seen to do that. */
const MAX_EMPTY_IN_A_ROW = 3;

/** The list of a story while it is read. */
export class LiveProvider {
  readonly list: number[];
  /** Records that were there all the time. */
  readonly lasting: Set<number>;
  requests = 0;
  readonly #story: Story;
  readonly #empty = new Map<number, number>();
  #nextId: number;
  #frozen: number | null = null;

  constructor(story: Story) {
    this.#story = story;
    this.list = Array.from({ length: story.records }, (_, index) => index + 1);
    this.lasting = new Set(this.list);
    this.#nextId = story.records + 1;
  }

  /** Answers one request: the rows of the page with what is announced, or a response that is none. */
  answer(page: number, size: number): { rows: number[]; total: number | null } | Response {
    const moment = this.#story.moments[this.requests] ?? calm;
    this.requests += 1;
    for (const one of moment.changes) this.#change(one);
    const emptied = this.#empty.get(page) ?? 0;
    const rows = this.list.slice((page - 1) * size, page * size);
    if (moment.answer !== 'rows' && emptied < MAX_EMPTY_IN_A_ROW) {
      this.#empty.set(page, emptied + 1);
      if (moment.answer === 'no content') return new Response(null, { status: 204 });
      if (moment.answer === 'null') return new Response('null');
      if (moment.answer === 'not found') return new Response('{}', { status: 404 });
      return { rows: [], total: this.#announced([]) };
    }
    this.#empty.set(page, 0);
    return { rows, total: this.#announced(rows) };
  }

  #announced(rows: number[]): number | null {
    this.#frozen ??= this.list.length;
    switch (this.#story.announcement) {
      case 'honest':
        return this.list.length;
      case 'none':
        return null;
      case 'zero':
        return 0;
      case 'own count':
        return rows.length;
      case 'half':
        return Math.floor(this.list.length / 2);
      case 'frozen':
        return this.#frozen;
    }
  }

  #change(one: Change): void {
    const place = (at: number, length: number) => Math.min(Math.floor(at * length), Math.max(0, length - 1));
    if (one.kind === 'insert') {
      this.list.splice(place(one.at, this.list.length + 1), 0, this.#nextId);
      this.#nextId += 1;
    } else if (this.list.length > 0) {
      const [record = 0] = this.list.splice(place(one.kind === 'move' ? one.from : one.at, this.list.length), 1);
      if (one.kind === 'move') this.list.splice(place(one.to, this.list.length + 1), 0, record);
      else this.lasting.delete(record);
    }
  }
}
