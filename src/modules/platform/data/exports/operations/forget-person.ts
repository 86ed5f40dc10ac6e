import "server-only";
import type { PersonalPlace } from "@/server/personal/places";
import { forgetFile } from "./files";

/** Files of records may hold the person: all are deleted, and members request new ones. */
export const exportedFilesWithPeople: PersonalPlace = {
  key: "recordExports",
  async erase({ tenant, db }) {
    const where = { status: { in: ["waiting", "running", "done", "failed"] } };
    for (const row of await db.recordExport.findMany({ where, select: { id: true } })) {
      // First the row: work on an export that is still open ends where it finds it expired.
      await db.recordExport.updateMany({
        where: { id: row.id },
        data: { status: "expired", failure: null, version: { increment: 1 } },
      });
      await forgetFile(tenant.id, row.id);
    }
    return null;
  },
};
