import type { Client } from "pg";
import type { Passwords } from "./cluster";

/** Name of the database that the product uses in the local cluster. */
export const DATABASE = "throughline";

// Longer requests are cut off; migrations and purges run as owner without this limit.
const REQUEST_LIMITS = {
  statement_timeout: "30s",
  lock_timeout: "5s",
  idle_in_transaction_session_timeout: "30s",
};

export const ROLES = [
  {
    name: "throughline_owner",
    key: "owner",
    limits: { lock_timeout: "15s", idle_in_transaction_session_timeout: "5min" },
  },
  { name: "throughline_app", key: "app", limits: REQUEST_LIMITS },
  { name: "throughline_platform", key: "platform", limits: REQUEST_LIMITS },
] as const;

/** Creates the three roles and the database if missing, and sets their rights; safe to repeat. */
export async function ensureRoles(superuser: Client, passwords: Omit<Passwords, "superuser">): Promise<void> {
  // Two processes would collide in CREATE ROLE.
  await superuser.query("SELECT pg_advisory_lock(hashtext('throughline roles'))");
  try {
    for (const { name, key, limits } of ROLES) {
      const known = await superuser.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
      if (known.rowCount === 0) await superuser.query(`CREATE ROLE ${name}`);
      const password = superuser.escapeLiteral(passwords[key]);
      await superuser.query(
        `ALTER ROLE ${name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${password}`,
      );
      for (const [setting, value] of Object.entries(limits)) {
        await superuser.query(`ALTER ROLE ${name} SET ${setting} = '${value}'`);
      }
    }
    const database = await superuser.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (database.rowCount === 0) await superuser.query(`CREATE DATABASE ${DATABASE} OWNER throughline_owner`);
    await superuser.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`);
    await superuser.query(`GRANT CONNECT ON DATABASE ${DATABASE} TO throughline_app, throughline_platform`);
  } finally {
    await superuser.query("SELECT pg_advisory_unlock(hashtext('throughline roles'))");
  }
}
