import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { PersonalPlace } from "@/server/personal/places";

/** Earlier values of the person, and of records about them, can no longer be restored. */
export const undoOfPeople: PersonalPlace = {
  key: "bulkRuns",
  async erase({ tenant, db }, { id }) {
    const its = Prisma.sql`tenant_id = ${tenant.id}::uuid`;
    await tenantSql(
      tenant.id,
      db,
      Prisma.sql`
        update bulk_run_rows set before = null, name = null, reason = null
        where ${its} and run_id in (select r.id from bulk_runs r where r.tenant_id = ${tenant.id}::uuid) and (
          record_id = ${id}::uuid or record_id in (
            select l.from_id from record_links l where l.tenant_id = ${tenant.id}::uuid and l.to_id = ${id}::uuid))
        returning 1 as done`,
    );
    return null;
  },
};
