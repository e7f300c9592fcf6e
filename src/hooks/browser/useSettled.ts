import { useEffect, useState } from 'react';

/** A value once it has stayed the same for `delay` milliseconds: what is typed is not asked for letter by letter. */
export function useSettled<T>(value: T, delay: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return settled;
}
