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

const statement = `
  select set_config(wanted.name, wanted.value, false)
  from unnest($1::text[], $2::text[]) as wanted(name, value)
  where current_setting(wanted.name) in ('0', '')`;

/** Sets up a new connection: a statement that runs too long, waits for a lock or stays open ends on every server. */
export async function limitRequests(client: pg.ClientBase): Promise<void> {
  await client.query(statement, [limitNames, Object.values(requestLimits)]);
}
