import { useId, useRef, useState } from 'react';
import { Link } from 'react-router';
import { DecidedList } from '../components/review/DecidedList.tsx';
import { ReviewList } from '../components/review/ReviewList.tsx';
import { UndoBar } from '../components/review/UndoBar.tsx';
import { Disclosure } from '../components/ui/Disclosure.tsx';
import { Failure } from '../components/ui/Failure.tsx';
import { ChoiceBar } from '../components/ui/form/ChoiceBar.tsx';
import { Field } from '../components/ui/form/Field.tsx';
import { useAddressQuery } from '../hooks/browser/useAddressQuery.ts';
import { useDocumentTitle } from '../hooks/browser/useDocumentTitle.ts';
import { useSettled } from '../hooks/browser/useSettled.ts';
import { useDecisions } from '../hooks/review/useDecisions.ts';
import { useReviewCount } from '../hooks/review/useReview.ts';
import { useTenant } from '../hooks/useTenant.ts';
import { DECIDED_CONTACTS, OPEN_CONTACTS, parseReviewView, reviewViewChange } from '../lib/app/links.ts';
import { review as labels } from '../lib/labels/review.ts';

const SEARCH_DELAY_MS = 300;

/** `/revisao`: contacts that may belong to a company of the chosen tenant. Admins decide, auditors read. */
export default function Revisao() {
  const { tenant, canChange } = useTenant();
  const { params, change } = useAddressQuery();
  const view = parseReviewView(params);
  const [text, setText] = useState('');
  const search = useSettled(text.trim(), SEARCH_DELAY_MS);
  const searchRef = useRef<HTMLInputElement>(null);
  const count = useReviewCount(tenant.id);
  const decisions = useDecisions(tenant.id);
  useDocumentTitle(labels.title);
  return (
    <>
      <nav className="mb-2 text-sm">
        <Link
          to={`/integracoes?tenant=${tenant.slug}`}
          className="inline-flex min-h-6 items-center text-accent underline"
        >
          {labels.toIntegrations}
        </Link>
      </nav>
      <h1 className="text-2xl font-semibold tracking-tight">{labels.title}</h1>
      <p className="mt-1 max-w-2xl text-muted">{canChange ? labels.lead : labels.readOnly}</p>
      <div className="my-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <ChoiceBar
          label={labels.views}
          choices={[
            { value: OPEN_CONTACTS, label: labels.open, count },
            { value: DECIDED_CONTACTS, label: labels.decided },
          ]}
          value={view}
          onChange={(value) => change(reviewViewChange(value))}
        />
        {view === OPEN_CONTACTS && (
          <div className="w-full sm:w-72">
            <Field
              ref={searchRef}
              type="search"
              label={labels.search}
              value={text}
              maxLength={100}
              onChange={({ target }) => setText(target.value)}
            />
          </div>
        )}
      </div>
      {decisions.error !== null && <Failure isAlert title={labels.decideFailed} error={decisions.error} />}
      {view === OPEN_CONTACTS ? (
        <>
          <ReviewList
            key={search}
            search={search}
            isBusy={decisions.isBusy}
            onDecide={decisions.decide}
            onUndo={decisions.undo}
            onFind={() => searchRef.current?.focus()}
          />
          {canChange && <Shortcuts />}
        </>
      ) : (
        <DecidedList onUndo={(decision) => decisions.decide([decision], labels.undone)} />
      )}
      <UndoBar text={decisions.last?.text ?? null} isBusy={decisions.isBusy} onUndo={decisions.undo} />
    </>
  );
}

function Shortcuts() {
  const id = useId();
  return (
    <div className="mt-6">
      <Disclosure summary={labels.shortcuts}>
        <dl id={id} className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
          {labels.keys.map(([key, meaning]) => (
            <div key={key} className="contents">
              <dt className="font-mono">{key}</dt>
              <dd className="text-muted">{meaning}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </div>
  );
}
