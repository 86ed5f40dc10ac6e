import "server-only";
import pg from "pg";
import { limitNames } from "./request-limits.ts";

/** The powers of a login beyond its rights on tables. */
export interface RoleFacts {
  role: string;
  superuser: boolean;
  bypassrls: boolean;
  /** A table, view or function of the product that the role owns, or null. */
  owned: string | null;
  /** A role that owns a table of the product and that this one may act as, or null. */
  acts_as: string | null;
  /** Limits of a request that sessions of the role do not have. */
  unlimited: string[];
}

const statement = `
  with owners as (
    select relowner as id, relname::text as name from pg_class where relnamespace = 'public'::regnamespace
    union all
    select proowner, proname::text from pg_proc where pronamespace = 'public'::regnamespace
  )
  select r.rolname as role, r.rolsuper as superuser, r.rolbypassrls as bypassrls,
         (select name from owners where id = r.oid order by name limit 1) as owned,
         (select o.rolname::text from pg_roles o
          where o.oid <> r.oid and (o.oid in (select id from owners) or o.rolsuper or o.rolbypassrls)
            and pg_has_role(r.oid, o.oid, 'member') order by 1 limit 1) as acts_as,
         array(select name from unnest($1::text[]) as name where current_setting(name) = '0') as unlimited
  from pg_roles r where r.rolname = current_user`;

/** Asks the database about the role of a login; returns a text with the reason if it does not answer. */
export async function roleFacts(connectionString: string): Promise<RoleFacts | string> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<RoleFacts>(statement, [limitNames]);
    return rows[0] ?? "no answer";
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
