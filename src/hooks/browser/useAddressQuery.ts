import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { withChanges } from '../../lib/app/links.ts';
import { isRecord } from '../../lib/data/json.ts';

/** State of a link that opens something over the page: what it opened is closed by going back. */
export const OPENS_OVER = { opensOver: true };

/** The query of the address: what it says, the same with changes for a link, changing it in place, and closing what a link opened. */
export function useAddressQuery() {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const change = (changes: Record<string, string | null>) =>
    setParams((current) => withChanges(current, changes), { replace: true, state: location.state });
  return {
    params,
    linkWith: (changes: Record<string, string | null>) => `?${withChanges(params, changes)}`,
    change,
    /** A second entry for the page behind would make the back button do nothing at first. */
    close: (changes: Record<string, string | null>) => {
      if (isRecord(location.state) && location.state.opensOver === true) void navigate(-1);
      else change(changes);
    },
  };
}
