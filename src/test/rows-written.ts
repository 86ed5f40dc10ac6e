import { Prisma } from "@/server/db/generated/client";
import { type Db, tenantSql } from "@/server/db/tenant-db";

/** How many rows this transaction has written so far, in any table: PostgreSQL counts them, however many tables there are. */
export async function rowsWritten(tenantId: string, db: Db): Promise<string> {
  const count = Prisma.sql`
    select sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
      + pg_stat_get_xact_tuples_deleted(oid))::text as count
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
  const [row] = await tenantSql<{ count: string }>(tenantId, db, count);
  return row?.count ?? "";
}
