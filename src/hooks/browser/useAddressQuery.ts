import { useSearchParams } from 'react-router';
import { withChanges } from '../../lib/app/links.ts';

/** The query of the address: what it says, the same with changes for a link, and changing it in place. */
export function useAddressQuery() {
  const [params, setParams] = useSearchParams();
  return {
    params,
    linkWith: (changes: Record<string, string | null>) => `?${withChanges(params, changes)}`,
    change: (changes: Record<string, string | null>) =>
      setParams((current) => withChanges(current, changes), { replace: true }),
  };
}
