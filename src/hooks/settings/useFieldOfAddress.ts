import { type RefObject, useEffect, useRef } from 'react';
import { FIELD } from '../../lib/labels/addresses.ts';
import { useAddressQuery } from '../browser/useAddressQuery.ts';

/** Gives the field that the address names (`?campo=endereco`) the focus, once: a reload does not jump there again. */
export function useFieldOfAddress<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  const { params, change } = useAddressQuery();
  const name = params.get(FIELD);
  useEffect(() => {
    if (name === null) return;
    for (const form of ref.current?.querySelectorAll('[data-campo]') ?? []) {
      if (form.getAttribute('data-campo') === name) form.querySelector('input')?.focus();
    }
    change({ [FIELD]: null });
  });
  return ref;
}
