import type { SupabaseClient } from '@supabase/supabase-js';

/** What a new tenant needs. */
export interface NewTenant {
  name: string;
  /** For addresses: a-z, 0-9 and hyphens. */
  slug: string;
  /** IANA name; schedules go by its clock. */
  timeZone: string;
  /** E-mail of the first admin. */
  admin: string;
}

export interface CreatedTenant {
  id: string;
  /** The admin had no account: an invitation went out. */
  isInvited: boolean;
}

/** See the comment of `private.create_tenant`: everything else was in order. */
const NO_ACCOUNT = 'P0002';

const REASONS: Readonly<Record<string, string>> = {
  '23505': 'another tenant has this slug',
  '23514': 'the name is empty or too long, or the slug is not of a-z, 0-9 and hyphens',
  // supabase-js's code of a request without an answer.
  '': 'nobody answers there; the local stack is started with npm start',
  '22023': 'the time zone is not known; use an IANA name such as America/Sao_Paulo',
};

/**
 * Makes a tenant with its first admin, who is invited when there is no such account. `service`: a client with the secret key. Nobody is
 * written to when the tenant itself is refused; after a failure the same call can be made again. Throws an Error that says why.
 */
export async function createTenant(service: SupabaseClient, tenant: NewTenant): Promise<CreatedTenant> {
  const create = () =>
    service.rpc('create_tenant', {
      p_name: tenant.name,
      p_slug: tenant.slug,
      p_time_zone: tenant.timeZone,
      p_admin_email: tenant.admin,
    });
  let answer = await create();
  const isInvited = answer.error?.code === NO_ACCOUNT;
  if (isInvited) {
    const { error } = await service.auth.admin.inviteUserByEmail(tenant.admin);
    // Somebody else's invitation at this very moment made the account: that is all that is needed.
    if (error !== null && error.code !== 'email_exists') {
      throw new Error(`Cannot invite ${tenant.admin}: ${error.message}`, { cause: error });
    }
    answer = await create();
  }
  const { data, error } = answer;
  if (error !== null) {
    throw new Error(`Cannot create the tenant: ${REASONS[error.code] ?? error.message}`, { cause: error });
  }
  if (typeof data !== 'string') throw new Error('Cannot create the tenant: the answer is no id');
  return { id: data, isInvited };
}
