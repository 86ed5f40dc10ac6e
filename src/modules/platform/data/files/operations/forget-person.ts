import "server-only";
import type { PersonalPlace } from "@/server/personal/places";

/** The files of a person go, with all of their versions; a job deletes the objects. */
export const filesOfPeople: PersonalPlace = {
  key: "files",
  read: async ({ db }, { entity, id }) =>
    await db.file.findMany({
      where: { entity, recordId: id },
      orderBy: { id: "asc" },
      select: { name: true, purpose: true, createdAt: true },
    }),
  async erase({ db }, { entity, id }) {
    const of = { entity, recordId: id };
    await db.file.deleteMany({ where: of });
    await db.fileUpload.deleteMany({ where: of });
    return null;
  },
};
