import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { namesPersonIn, withoutPersonIn } from "@/server/personal/known";
import type { PersonalPlace } from "@/server/personal/places";
import { forgetFile } from "./files";

/** Files of records may hold the person: all are deleted, and members request new ones. Their filters may name the person. */
export const exportedFilesWithPeople: PersonalPlace = {
  key: "recordExports",
  async erase({ tenant, db }, { id, known }) {
    const request = Prisma.sql`request`;
    const where = { status: { in: ["waiting", "running", "done", "failed"] } };
    for (const row of await db.recordExport.findMany({ where, select: { id: true } })) {
      // First the row: work on an export that is still open ends where it finds it expired.
      await db.recordExport.updateMany({
        where: { id: row.id },
        data: { status: "expired", failure: null, version: { increment: 1 } },
      });
      await forgetFile(tenant.id, row.id);
    }
    await tenantSql(
      tenant.id,
      db,
      Prisma.sql`
        update record_exports set request = ${withoutPersonIn(known, request)}, version = version + 1
        where tenant_id = ${tenant.id}::uuid and ${namesPersonIn({ known, id }, request)} returning 1 as done`,
    );
    return null;
  },
};
