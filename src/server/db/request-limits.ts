import "server-only";
import type pg from "pg";

/** The database limits of a request; a role with limits of its own keeps them. */
const requestLimits = {
  statement_timeout: "30s",
  lock_timeout: "5s",
  idle_in_transaction_session_timeout: "30s",
} as const;

/** The settings that a role must have where the app cannot set up connections. */
export const limitNames = Object.keys(requestLimits);

/**
 * How requests are planned. Starting parallel workers takes longer than a page of a list; totals of many rows still use
 * them. Compiling a statement takes longer than a request, and rows looked up by key are estimated to be many.
 */
const planning = [
  { setting: "parallel_setup_cost", value: "20000", unset: "1000" },
  { setting: "jit", value: "off", unset: "on" },
] as const;

const statement = `
  select set_config(wanted.name, wanted.value, false)
  from unnest($1::text[], $2::text[], $3::text[]) as wanted(name, value, unset)
  where current_setting(wanted.name) in (wanted.unset, '')`;

/** Sets up a new connection: a statement that runs too long, waits for a lock or stays open ends on every server. */
export async function limitRequests(client: pg.ClientBase): Promise<void> {
  const limits = Object.values(requestLimits);
  await client.query(statement, [
    [...limitNames, ...planning.map(({ setting }) => setting)],
    [...limits, ...planning.map(({ value }) => value)],
    [...limits.map(() => "0"), ...planning.map(({ unset }) => unset)],
  ]);
}
