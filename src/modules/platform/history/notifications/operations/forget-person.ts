import "server-only";
import type { PersonalPlace } from "@/server/personal/places";

/** Notifications about the person, and what mails about them say. */
export const noticesOnPeople: PersonalPlace = {
  key: "notifications",
  read: ({ db }, { entity, id }) =>
    db.notification.findMany({
      where: { entity, recordId: id },
      orderBy: { at: "asc" },
      select: { type: true, memberId: true, at: true, readAt: true },
    }),
  async erase({ db }, { entity, id }) {
    await db.notification.deleteMany({ where: { entity, recordId: id } });
    await db.notificationMailItem.deleteMany({ where: { entity, recordId: id } });
    return null;
  },
};
