-- The cap is what it says: no back-off is longer, whatever the jitter. Before, the jitter came on top of it.

create or replace function private.backoff(p_attempt integer)
returns interval
language sql
volatile
set search_path = ''
as $$
  select make_interval(
    secs => least(
      backoff_cap_seconds,
      least(backoff_cap_seconds, backoff_base_seconds * power(2, least(greatest(p_attempt, 1), 30) - 1))
        * (1 - backoff_jitter + 2 * backoff_jitter * random())
    )
  )
  from private.queue_settings;
$$;
comment on function private.backoff(integer) is
  'Wait before the retry that follows attempt number p_attempt (1-based): base · 2^(attempt-1) ± jitter, never more than the cap.';
