import { z } from 'zod';

/** A slug as `integration_providers` has it. */
export const providerSlugSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a provider slug')
  .max(60);
