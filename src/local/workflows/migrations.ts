import { runMigrations } from "graphile-worker";
import type { Pool } from "pg";

/** Connections of the engine find its own tables first. */
export const SEARCH_PATH = "-c search_path=workflows,public";

/**
 * Each is applied once, in order. `json`, not `jsonb`: data from an app is returned unchanged, NUL characters
 * included.
 */
const MIGRATIONS = [
  `
  CREATE TABLE apps (
    id text PRIMARY KEY, url text NOT NULL, hash text NOT NULL, synced_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE functions (
    id text PRIMARY KEY, app_id text NOT NULL, config json NOT NULL, archived boolean NOT NULL DEFAULT false
  );
  CREATE TABLE events (
    seq bigserial PRIMARY KEY, id text NOT NULL UNIQUE, name text NOT NULL, body json NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(), done boolean NOT NULL DEFAULT false
  );
  CREATE INDEX events_waiting ON events (seq) WHERE NOT done;
  CREATE TABLE event_ids (external_id text PRIMARY KEY, received_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE runs (
    id text PRIMARY KEY, function_id text NOT NULL REFERENCES functions,
    status text NOT NULL DEFAULT 'Running' CHECK (status IN ('Running', 'Completed', 'Failed', 'Cancelled')),
    events json NOT NULL, event_ids text[] NOT NULL, output json, error json,
    req_version int, stack text[] NOT NULL DEFAULT '{}', plan_only boolean NOT NULL DEFAULT false,
    parent_run text, parent_step text,
    slots text[] NOT NULL DEFAULT '{}', limits int[] NOT NULL DEFAULT '{}',
    rate_key text, singleton_key text, sort_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(), started_at timestamptz, ended_at timestamptz
  );
  CREATE INDEX runs_active ON runs (function_id) WHERE status = 'Running';
  CREATE INDEX runs_by_rate ON runs (function_id, rate_key, created_at) WHERE rate_key IS NOT NULL;
  CREATE INDEX runs_by_event ON runs USING gin (event_ids);
  CREATE TABLE steps (
    run_id text NOT NULL REFERENCES runs ON DELETE CASCADE, id text NOT NULL, op text NOT NULL, name text NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'waiting', 'done')), output json,
    batch text NOT NULL, race boolean NOT NULL DEFAULT false, wait_event text, wait_if text,
    PRIMARY KEY (run_id, id)
  );
  CREATE INDEX steps_waiting ON steps (wait_event) WHERE state = 'waiting' AND wait_event IS NOT NULL;
  CREATE TABLE calls (
    id bigserial PRIMARY KEY, run_id text NOT NULL REFERENCES runs ON DELETE CASCADE, step_id text NOT NULL,
    attempt int NOT NULL DEFAULT 0, misses int NOT NULL DEFAULT 0, due_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'blocked', 'admitted', 'running')),
    slots text[] NOT NULL DEFAULT '{}', limits int[] NOT NULL DEFAULT '{}', sort_at timestamptz NOT NULL
  );
  CREATE INDEX calls_of_run ON calls (run_id);
  CREATE TABLE seen_keys (
    function_id text NOT NULL, key text NOT NULL, expires_at timestamptz NOT NULL, PRIMARY KEY (function_id, key)
  );
  CREATE TABLE throttles (
    function_id text NOT NULL, key text NOT NULL, next_at timestamptz NOT NULL, PRIMARY KEY (function_id, key)
  );
  CREATE TABLE gathered (
    function_id text NOT NULL, kind text NOT NULL, key text NOT NULL, id text NOT NULL, events json NOT NULL,
    since timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (function_id, kind, key)
  );
  CREATE TABLE ticks (
    function_id text NOT NULL, cron text NOT NULL, due_at timestamptz NOT NULL,
    PRIMARY KEY (function_id, cron, due_at)
  );
  `,
  `
  ALTER TABLE functions ADD hears text[] NOT NULL DEFAULT '{}';
  UPDATE apps SET hash = '';
  CREATE INDEX calls_at_work ON calls (id) WHERE state IN ('admitted', 'running');
  CREATE INDEX calls_in_line ON calls (sort_at, id) WHERE state IN ('blocked', 'waiting');

  CREATE FUNCTION has_room(wanted text[], most int[]) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT NOT EXISTS (
      SELECT 1 FROM unnest(wanted, most) AS place (slot, room) WHERE room > 0 AND room <= (
        SELECT count(*) FROM calls WHERE state IN ('admitted', 'running') AND place.slot = ANY (slots)))
  $$;

  CREATE FUNCTION let_in(freed text[], guard text, self bigint DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE one calls;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(guard));
    FOR one IN
      SELECT * FROM calls WHERE (state = 'blocked' OR (state = 'waiting' AND due_at <= clock_timestamp()))
        AND slots && freed ORDER BY sort_at, id
    LOOP
      IF has_room(one.slots, one.limits) THEN
        UPDATE calls SET state = 'admitted' WHERE id = one.id;
        IF one.id IS DISTINCT FROM self THEN
          PERFORM graphile_worker.add_job('call', json_build_object('id', one.id::text), job_key => 'call:' || one.id);
        END IF;
      END IF;
      EXIT WHEN NOT EXISTS (
        SELECT 1 FROM unnest(one.slots, one.limits) AS place (slot, room)
        WHERE slot = ANY (freed) AND has_room(ARRAY[slot], ARRAY[room]));
    END LOOP;
  END $$;

  CREATE FUNCTION take_places(call bigint, guard text) RETURNS SETOF calls LANGUAGE plpgsql AS $$
  DECLARE held calls;
  BEGIN
    IF guard IS NOT NULL THEN PERFORM pg_advisory_xact_lock(hashtext(guard)); END IF;
    SELECT * INTO held FROM calls WHERE id = call AND state IN ('waiting', 'admitted') FOR UPDATE;
    IF held.id IS NULL THEN RETURN; END IF;
    IF held.state = 'waiting' AND guard IS NOT NULL THEN
      UPDATE calls SET state = 'blocked' WHERE id = call;
      PERFORM let_in(held.slots, guard, call);
      SELECT * INTO held FROM calls WHERE id = call;
    END IF;
    IF held.state <> 'blocked' THEN
      held.state := 'running';
      UPDATE calls SET state = 'running' WHERE id = call;
      UPDATE runs SET started_at = now() WHERE id = held.run_id AND started_at IS NULL;
    END IF;
    RETURN NEXT held;
  END $$;
  `,
  `
  CREATE TABLE rates (
    function_id text NOT NULL, key text NOT NULL, next_at timestamptz NOT NULL, PRIMARY KEY (function_id, key)
  );
  ALTER TABLE runs DROP COLUMN rate_key;
  `,
];

/** Migrates the engine's tables and those of its queue. */
export async function migrate(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool });
  await pool.query("CREATE SCHEMA IF NOT EXISTS workflows");
  await pool.query("CREATE TABLE IF NOT EXISTS migrations (number int PRIMARY KEY)");
  const applied = await pool.query<{ number: number }>("SELECT number FROM migrations");
  const numbers = new Set(applied.rows.map(({ number }) => number));
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (numbers.has(index)) continue;
    // Several statements in one query are one transaction.
    await pool.query(`${sql}; INSERT INTO migrations VALUES (${index})`);
  }
}
