import { type Context, useContext } from 'react';

/** What a context holds. `missing`: what is wrong when the component is not below its provider. */
export function useScope<T>(context: Context<T | null>, missing: string): T {
  const scope = useContext(context);
  if (scope === null) throw new Error(missing);
  return scope;
}
