import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { candidatesOptions, PAGE_SIZE, reviewCountOptions, reviewListOptions } from '../../lib/review/contacts.ts';

/** How many contacts of a tenant wait for a decision; undefined while that is not known. */
export function useReviewCount(tenantId: string, isAsked = true): number | undefined {
  const { data } = useQuery({ ...reviewCountOptions(tenantId), enabled: isAsked });
  // What another card asked for is in the cache, too.
  return isAsked ? data : undefined;
}

/** The contacts that wait for a decision, as many as were asked for, with the companies that they may belong to. */
export function useReview(tenantId: string, search: string) {
  const [count, setCount] = useState(PAGE_SIZE);
  const query = useQuery({ ...reviewListOptions(tenantId, search, count), placeholderData: keepPreviousData });
  const contacts = query.data?.slice(0, count) ?? [];
  const candidates = useQuery({
    ...candidatesOptions(
      tenantId,
      contacts.map(({ id }) => id),
    ),
    enabled: contacts.length > 0,
    placeholderData: keepPreviousData,
  });
  return {
    query,
    contacts,
    candidates,
    hasMore: (query.data?.length ?? 0) > count,
    showMore: () => setCount((current) => current + PAGE_SIZE),
  };
}
