import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSettled } from '../../hooks/browser/useSettled.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { review as labels } from '../../lib/labels/review.ts';
import { companySearchOptions } from '../../lib/review/contacts.ts';
import { formatDocument } from '../../lib/text/documents.ts';
import { Failure } from '../ui/Failure.tsx';
import { Field } from '../ui/form/Field.tsx';

const SEARCH_DELAY_MS = 250;
const SHORTEST_SEARCH = 2;

interface CompanySearchProps {
  onChoose: (company: { id: string; name: string }) => void;
}

/** Any company of the tenant, by name or document. */
export function CompanySearch({ onChoose }: CompanySearchProps) {
  const { tenant } = useTenant();
  const [text, setText] = useState('');
  const search = useSettled(text.trim(), SEARCH_DELAY_MS);
  const { data, error } = useQuery({
    ...companySearchOptions(tenant.id, search),
    enabled: search.length >= SHORTEST_SEARCH,
  });
  return (
    <div className="space-y-2">
      <Field
        type="search"
        autoFocus
        label={labels.findCompany}
        value={text}
        maxLength={100}
        onChange={({ target }) => setText(target.value)}
      />
      {error !== null && <Failure error={error} />}
      {data?.length === 0 && <p className="text-sm text-muted">{labels.noCompany}</p>}
      {data !== undefined && data.length > 0 && (
        <ul aria-label={labels.companiesFound} className="divide-y divide-line rounded-lg border border-line">
          {data.map(({ id, legal_name: name, document }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => onChoose({ id, name })}
                className="numbers block min-h-11 w-full px-3 py-2 text-left text-sm hover:bg-inset"
              >
                <span className="block font-medium break-words">{name}</span>
                {document !== null && <span className="text-muted">{formatDocument(document)}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
