import { FakeRealtime } from './fake-realtime.ts';
import { embed, select, type Tables } from './fake-rest.ts';
import { attemptsOf, freshnessOf, type JobSearch, searchJobs, timelineOf } from './fake-search.ts';

export interface FakeUser {
  id: string;
  email: string;
  password: string;
  name?: string;
}

/** A row of tenant_people. */
export interface FakePerson {
  user_id: string;
  email: string;
  name: string | null;
  role: string;
  member_since: string;
  invited_by: string | null;
  has_come: boolean;
}

export function personRow(id: string, email: string, changes: Partial<FakePerson> = {}): FakePerson {
  const member_since = '2026-03-02T12:00:00Z';
  return { user_id: id, email, name: null, role: 'admin', member_since, invited_by: null, has_come: true, ...changes };
}

/** Answers instead of the fake; undefined lets the fake answer. */
type Override = (request: Request, url: URL) => Response | Promise<Response | undefined> | undefined;

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

function base64(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
}

/**
 * A Supabase project in memory, behind `fetch` and WebSocket: the app under test runs the real supabase-js. It knows
 * only what the app asks for, and no row level security: a test puts in what the user may see.
 */
export class FakeSupabase {
  readonly tables: Tables = {};
  readonly users: FakeUser[] = [];
  readonly realtime = new FakeRealtime();
  /** Every request, as "GET /rest/v1/integration_jobs?…". */
  readonly requests: string[] = [];
  overview: unknown = { success_rate: null, mean_time_ms: null, last_success_at: null, runs_30d: 0, days: [] };
  /** Consulted before the fake; the newest first. */
  readonly overrides: Override[] = [];
  /** What the provider says to a connection test, and what was tried. */
  connectionTest: { answer: unknown; tried: unknown[] } = { answer: { ok: true }, tried: [] };
  /** Credentials by "tenant/provider". The app has no way to read them. */
  readonly vault = new Map<string, string>();
  /** How many records were missing, by the job that waits for a person's word. */
  readonly pendingRemovals = new Map<string, number>();
  /** Where the next run goes on, by the failed job. */
  readonly resumePoints = new Map<string, { processed: number; total: number | null }>();
  /** Who is in the tenant; null = every user, as an admin. */
  people: FakePerson[] | null = null;
  /** One-time tokens of mails, with the e-mail of their account. */
  readonly mailTokens = new Map<string, string>();
  /** Bodies of what was asked of Auth beside sessions: "PUT /user", "POST /recover". */
  readonly accountChanges: Array<{ what: string; body: Record<string, unknown> }> = [];
  /** What integration_queue_place says, by job. */
  /** What `integration_queue_status` says besides the time. */
  queueStatus: Record<string, unknown> = {};
  readonly queuePlaces = new Map<string, { position: number | null; reason: string | null; seconds: number | null }>();
  #jobCount = 0;

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    for (const override of this.overrides) {
      const answer = await override(request.clone(), url);
      if (answer !== undefined) return answer;
    }
    if (url.pathname.startsWith('/auth/v1/')) return this.#auth(request, url);
    if (url.pathname === '/functions/v1/run-integration') return this.#run(await request.json());
    if (url.pathname === '/functions/v1/test-integration') return this.#test(await request.json());
    if (url.pathname === '/rest/v1/rpc/set_integration_credential') return this.#setCredential(await request.json());
    if (url.pathname === '/rest/v1/rpc/integration_queue_place') {
      return json(this.queuePlaces.get((await request.json()).p_job_id) ?? null);
    }
    if (url.pathname === '/rest/v1/rpc/integration_queue_status') {
      return json({ now: new Date().toISOString(), ...this.queueStatus });
    }
    if (url.pathname === '/rest/v1/rpc/integration_overview') return json(this.overview);
    if (url.pathname === '/rest/v1/rpc/search_integration_jobs') {
      const search = (await request.json()) as JobSearch;
      return json(searchJobs(this.#table('integration_jobs'), search).slice(0, search.p_limit));
    }
    if (url.pathname === '/rest/v1/rpc/count_integration_jobs') {
      return json(Math.min(1001, searchJobs(this.#table('integration_jobs'), await request.json()).length));
    }
    if (url.pathname === '/rest/v1/rpc/integration_job_attempts') {
      return json(attemptsOf(this.#table('integration_logs'), (await request.json()).p_job_ids));
    }
    if (url.pathname === '/rest/v1/rpc/integration_timeline') {
      const { p_tenant_id: tenantId, p_provider_slug: slug } = await request.json();
      return json(timelineOf(this.tables, tenantId, slug));
    }
    if (url.pathname === '/rest/v1/rpc/integration_freshness') {
      const { p_tenant_id: tenantId } = (await request.json()) as { p_tenant_id: string };
      return json(freshnessOf(this.tables, tenantId));
    }
    if (url.pathname === '/rest/v1/rpc/integration_retention') {
      return json({ jobs_days: 400, logs_days: 1825, events_days: 1825, changes_days: 90, run_log_days: 30 });
    }
    if (url.pathname === '/rest/v1/rpc/integration_removals_pending') {
      return json(this.pendingRemovals.has((await request.json()).p_job_id));
    }
    if (url.pathname === '/rest/v1/rpc/integration_resume_points') {
      const { p_job_ids: ids } = (await request.json()) as { p_job_ids: string[] };
      return json(Object.fromEntries([...this.resumePoints].filter(([id]) => ids.includes(id))));
    }
    if (url.pathname === '/rest/v1/rpc/newest_integration_jobs') return json(this.#newest(await request.json()));
    if (url.pathname === '/rest/v1/rpc/search_integration_changes') return json(this.#changes(await request.json()));
    if (url.pathname === '/rest/v1/rpc/confirm_integration_removals') return this.#confirm(await request.json());
    if (url.pathname === '/rest/v1/rpc/tenant_people') return json(this.people ?? this.#everybody());
    if (url.pathname === '/rest/v1/rpc/set_tenant_member_role') return this.#setRole(await request.json());
    if (url.pathname === '/rest/v1/rpc/remove_tenant_member') return this.#removePerson(await request.json());
    if (url.pathname === '/functions/v1/invite-member') return this.#invite(await request.json());
    if (url.pathname.startsWith('/rest/v1/')) return this.#rest(request, url);
    return json({ message: 'not found' }, 404);
  };

  session(user: FakeUser) {
    const expiresAt = Math.floor(Date.now() / 1000) + 3600;
    const token = [base64({ alg: 'HS256', typ: 'JWT' }), base64({ sub: user.id, exp: expiresAt }), 'signature'].join(
      '.',
    );
    const account = {
      id: user.id,
      email: user.email,
      aud: 'authenticated',
      app_metadata: {},
      user_metadata: { name: user.name },
    };
    return {
      access_token: token,
      refresh_token: `refresh-${user.id}`,
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: expiresAt,
      user: account,
    };
  }

  async #auth(request: Request, url: URL): Promise<Response> {
    if (url.pathname.endsWith('/logout')) return new Response(null, { status: 204 });
    if (url.pathname.endsWith('/user')) return this.#account(request);
    if (url.pathname.endsWith('/recover')) {
      this.accountChanges.push({ what: 'POST /recover', body: await request.json() });
      return json({});
    }
    if (url.pathname.endsWith('/verify')) return this.#verify(await request.json());
    if (!url.pathname.endsWith('/token')) return json({ message: 'not found' }, 404);
    const body = (await request.json()) as { email?: string; password?: string; refresh_token?: string };
    const user = this.users.find(
      ({ id, email, password }) =>
        (email === body.email && password === body.password) || body.refresh_token === `refresh-${id}`,
    );
    if (user === undefined) {
      return json({ code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }, 400);
    }
    return json(this.session(user));
  }

  #verify({ token_hash: token }: { token_hash: string }): Response {
    const email = this.mailTokens.get(token);
    const user = this.users.find((known) => known.email === email);
    if (user === undefined) {
      return json({ code: 403, error_code: 'otp_expired', msg: 'Email link is invalid or has expired' }, 403);
    }
    this.mailTokens.delete(token);
    return json(this.session(user));
  }

  async #account(request: Request): Promise<Response> {
    const token = request.headers.get('authorization')?.split('.')[1] ?? '';
    const { sub } = JSON.parse(atob(token.replaceAll('-', '+').replaceAll('_', '/'))) as { sub: string };
    const user = this.users.find(({ id }) => id === sub);
    if (user === undefined) return json({ code: 403, error_code: 'session_not_found', msg: 'no session' }, 403);
    if (request.method === 'PUT') {
      const body = (await request.json()) as { password?: string; data?: { name?: string } };
      this.accountChanges.push({ what: 'PUT /user', body });
      if (body.password !== undefined) user.password = body.password;
      if (body.data?.name !== undefined) user.name = body.data.name;
    }
    return json(this.session(user).user);
  }

  #newest({ p_tenant_id: tenantId }: { p_tenant_id: string }): unknown[] {
    const jobs = this.#table('integration_jobs').filter((job) => job.tenant_id === tenantId);
    const newestFirst = jobs.toSorted((a, b) => String(b.created_at).localeCompare(String(a.created_at)));
    return [...new Map(newestFirst.toReversed().map((job) => [job.provider_slug, job])).values()];
  }

  #everybody(): FakePerson[] {
    return this.users.map(({ id, email }) => personRow(id, email));
  }

  #setRole({ p_user_id: id, p_role: role }: { p_user_id: string; p_role: string }): Response {
    const person = this.people?.find(({ user_id }) => user_id === id);
    if (person === undefined) return json({ code: 'P0002', message: 'not a member' }, 400);
    person.role = role;
    return new Response(null, { status: 204 });
  }

  #removePerson({ p_user_id: id }: { p_user_id: string }): Response {
    this.people = (this.people ?? []).filter(({ user_id }) => user_id !== id);
    return new Response(null, { status: 204 });
  }

  #invite({ email, role }: { email: string; role: string }): Response {
    this.people ??= [];
    const known = this.people.find((person) => person.email === email);
    if (known !== undefined) {
      return json({ state: 'already_member', user_id: known.user_id, mail_sent: !known.has_come });
    }
    const mail_sent = !this.users.some((user) => user.email === email);
    this.people.push(personRow(`user-${email}`, email, { role, has_come: !mail_sent }));
    return json({ state: 'added', user_id: `user-${email}`, mail_sent });
  }

  #test(body: unknown): Response {
    this.connectionTest.tried.push(body);
    return json(this.connectionTest.answer);
  }

  #setCredential(args: { p_tenant_id: string; p_provider_slug: string; p_credential: string }): Response {
    const { p_tenant_id: tenantId, p_provider_slug: slug, p_credential: credential } = args;
    this.vault.set(`${tenantId}/${slug}`, credential);
    const row = this.#table('tenant_integrations').find(
      (integration) => integration.tenant_id === tenantId && integration.provider_slug === slug,
    );
    if (row === undefined) return json({ code: 'P0002', message: 'no such integration' }, 400);
    row.credentials_updated_at = new Date().toISOString();
    return new Response(null, { status: 204 });
  }

  #changes(args: { p_job_id: string; p_kind?: string; p_search: string; p_after: number; p_limit: number }): unknown[] {
    const plain = (text: unknown) =>
      String(text ?? '')
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase();
    return this.#table('integration_changes')
      .filter((row) => row.job_id === args.p_job_id && Number(row.id) > args.p_after)
      .filter((row) => args.p_kind === undefined || row.kind === args.p_kind)
      .filter((row) => plain(`${row.label}\n${row.reason}`).includes(plain(args.p_search)))
      .slice(0, args.p_limit);
  }

  #confirm({ p_job_id: jobId }: { p_job_id: string }): Response {
    const removed = this.pendingRemovals.get(jobId);
    if (removed === undefined) return json({ code: 'P0002', message: 'nothing waits' }, 400);
    this.pendingRemovals.delete(jobId);
    return json({ removed });
  }

  #run(body: { tenant_id: string; provider_slug: string }): Response {
    const jobs = this.#table('integration_jobs');
    const active = jobs.find(
      (job) =>
        job.tenant_id === body.tenant_id &&
        job.provider_slug === body.provider_slug &&
        (job.status === 'pending' || job.status === 'running'),
    );
    if (active !== undefined) {
      const error = { code: 'job_already_active', message: 'Cannot enqueue a job: one is active' };
      return json({ error, job_id: active.id }, 409);
    }
    this.#jobCount += 1;
    const now = new Date().toISOString();
    const row = {
      id: `10000000-0000-4000-8000-${String(this.#jobCount).padStart(12, '0')}`,
      ...body,
      status: 'pending',
      progress: 0,
      attempts: 0,
      max_attempts: 3,
      processed_count: 0,
      created_at: now,
      updated_at: now,
      run_after: now,
    };
    jobs.push(row);
    this.realtime.push('INSERT', row);
    return json({ job_id: row.id, status: 'pending' }, 202);
  }

  async #rest(request: Request, url: URL): Promise<Response> {
    const table = url.pathname.slice('/rest/v1/'.length);
    const rows = select(this.tables, table, url.searchParams);
    if (request.method === 'PATCH') {
      const change = (await request.json()) as Record<string, unknown>;
      for (const row of rows) this.change(table, row, change);
    }
    const answer = embed(this.tables, rows, url.searchParams.get('select') ?? '*');
    if (!(request.headers.get('accept') ?? '').includes('vnd.pgrst.object')) return json(answer);
    const missing = { code: 'PGRST116', message: 'Cannot coerce the result to a single JSON object' };
    return answer.length === 1 ? json(answer[0]) : json(missing, 406);
  }

  /** Changes a row as the database would: a cancelled job ends, and every change of a job reaches Realtime. */
  change(table: string, row: Record<string, unknown>, change: Record<string, unknown>): void {
    Object.assign(row, change, { updated_at: new Date().toISOString() });
    if (table !== 'integration_jobs') return;
    if (row.status === 'canceled') row.finished_at = row.updated_at;
    this.realtime.push('UPDATE', row);
  }

  #table(name: string): Array<Record<string, unknown>> {
    this.tables[name] ??= [];
    return this.tables[name];
  }
}
