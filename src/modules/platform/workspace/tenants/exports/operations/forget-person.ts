import "server-only";
import type { PersonalPlace } from "@/server/personal/places";
import { forgetFiles } from "./files";

/** Exports of the workspace hold everybody: their files are deleted, and owners request new ones. */
export const exportsWithPeople: PersonalPlace = {
  key: "exports",
  async erase({ tenant, db }) {
    const where = { status: { in: ["waiting", "running", "done", "failed"] } };
    const rows = await db.workspaceExport.findMany({ where, select: { id: true } });
    for (const { id } of rows) {
      // First the row: work on an export that is still open ends where it finds it expired.
      const data = { status: "expired", current: null, version: { increment: 1 } };
      await db.workspaceExport.updateMany({ where: { id }, data });
      await forgetFiles(tenant.id, id);
    }
    return null;
  },
};
