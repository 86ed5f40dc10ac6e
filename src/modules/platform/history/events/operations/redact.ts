import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import type { PersonalPlace } from "@/server/personal/places";

/** Events of one step. */
const atOnce = 500;
/** The newest events that the file of a person holds. */
const mostRead = 10_000;

/** The history: who did what, and when, stays. */
export const eventsOnPeople: PersonalPlace = {
  key: "history",
  read: ({ db }, { entity, id }) =>
    db.event.findMany({
      where: { entity, entityId: id },
      orderBy: { id: "desc" },
      take: mostRead,
      select: { id: true, at: true, name: true, actor: true, before: true, after: true, data: true },
    }),
  async erase({ tenant, db }, { eventId }) {
    const request = eventId && (await db.privacyRequest.findFirst({ where: { eventId }, select: { id: true } }));
    if (!request) throw new AppError("CONFLICT", "Events are erased for a privacy request alone.");
    const [row] = await tenantSql<{ count: number }>(
      tenant.id,
      db,
      Prisma.sql`select redact_events(${request.id}::uuid, ${atOnce}::int) as count`,
    );
    return row?.count ? "more" : null;
  },
};
