import { createContext } from 'react';
import type { IntegrationState } from './useIntegrations.ts';
import { useScope } from './useScope.ts';

export const IntegrationContext = createContext<IntegrationState | null>(null);

/** The integration that a card, or the detail page, is about. */
export function useIntegration(): IntegrationState {
  return useScope(
    IntegrationContext,
    'Cannot read the integration: the component is not below a card or IntegracaoDetalhe',
  );
}
