/** What was found out about a deployment. Names and states only: no secret is ever part of it. */
export interface Facts {
  /** Null: the database could not be asked; `databaseError` says why. */
  database: DatabaseFacts | null;
  databaseError: string | null;
  /** By name of the function; empty when no address of the project is known. */
  functions: Record<string, FunctionState>;
  keys: KeyFact[];
}

export interface DatabaseFacts {
  /** Versions of supabase/migrations that the database lacks, and those it has that the folder lacks. */
  missingMigrations: string[];
  unknownMigrations: string[];
  /** Of pg_cron and pg_net, those that are not enabled. */
  missingExtensions: string[];
  hasVault: boolean;
  /** Of the two names that the wake-up reads. */
  missingSecrets: string[];
  /** Value of integrations_project_url: an address, no secret. */
  projectUrl: string | null;
  /** The schedule of the tick; null = there is none. */
  schedule: { schedule: string; active: boolean } | null;
  /** The newest runs of the schedule, newest first. */
  runs: { status: string; message: string | null }[];
  /** Null before the migrations. */
  health: Health | null;
}

export interface Health {
  due: number;
  oldest_due_seconds: number | null;
  expired_leases: number;
  /** Parts of the last tick that failed; the Postgres log says why. */
  failed_parts: string[];
  last_tick_age_seconds: number | null;
  /** What became of the pokes of the last hour; see private.poke_health. */
  pokes: {
    refused: number;
    failed: number;
    last: { outcome: 'accepted' | 'refused' | 'failed' | 'timed_out' | 'unanswered'; detail: string | null } | null;
  };
}

/**
 * What a request without a key says of a function: `ready` = it refuses us in our own words; `platform_refuses` = the platform asks for a
 * token before it (verify_jwt is on); `missing`; `broken` = it does not start; `unreachable`.
 */
export type FunctionState = 'ready' | 'platform_refuses' | 'missing' | 'broken' | 'unreachable';

/** One secret key of the two generations, by the variable that held it. */
export interface KeyFact {
  variable: 'SUPABASE_SECRET_KEY' | 'SUPABASE_SERVICE_ROLE_KEY';
  /** Null: the variable was not set. */
  isAccepted: { byRest: boolean; byFunctions: boolean } | null;
}

/** How the commands of the report reach the project. */
export interface Target {
  /** `--remote`, or `--remote="$SUPABASE_DB_URL"`. */
  remoteFlag: string;
  /** Address of the project, null when neither given nor linked. */
  url: string | null;
}
