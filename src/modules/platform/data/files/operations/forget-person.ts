import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { namesPerson, withoutPerson } from "@/server/personal/known";
import type { PersonalPlace } from "@/server/personal/places";

/** The files of a person go, with all of their versions; a job deletes the objects. Names of other files lose the person. */
export const filesOfPeople: PersonalPlace = {
  key: "files",
  read: async ({ db }, { entity, id }) =>
    await db.file.findMany({
      where: { entity, recordId: id },
      orderBy: { id: "asc" },
      select: { name: true, purpose: true, createdAt: true },
    }),
  async erase({ tenant, db }, { entity, id, known }) {
    const of = { entity, recordId: id };
    await db.file.deleteMany({ where: of });
    await db.fileUpload.deleteMany({ where: of });
    const name = Prisma.sql`name`;
    for (const table of ["files", "file_uploads"]) {
      const key =
        table === "files" ? Prisma.sql`, name_key = ${withoutPerson(known, Prisma.sql`name_key`)}` : Prisma.empty;
      await tenantSql(
        tenant.id,
        db,
        Prisma.sql`
          update ${Prisma.raw(table)} set name = ${withoutPerson(known, name)}${key}
          where tenant_id = ${tenant.id}::uuid and ${namesPerson(known, name)} returning 1 as done`,
      );
    }
    return null;
  },
};
