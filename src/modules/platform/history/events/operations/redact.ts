import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import type { PersonalPlace } from "@/server/personal/places";
import { firstId } from "@/server/unknown-id";

/** Events of one step that are changed. */
const atOnce = 500;
/** Events of one step that are searched for the person. */
const looked = 5_000;
/** Where the events of the person themselves, and of records about them, begin: they say by what the others are searched. */
const own = "own";
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
  async erase({ tenant, db }, { eventId }, after) {
    const request = eventId && (await db.privacyRequest.findFirst({ where: { eventId }, select: { id: true } }));
    if (!request) throw new AppError("CONFLICT", "Events are erased for a privacy request alone.");
    const run = <T>(sql: Prisma.Sql) => tenantSql<T>(tenant.id, db, sql);
    if (after !== own) {
      const [row] = await run<{ last: string | null }>(
        Prisma.sql`select redact_mentions(${request.id}::uuid, ${after || firstId}::uuid, ${looked}::int) as last`,
      );
      return row?.last ?? own;
    }
    const [row] = await run<{ count: number }>(
      Prisma.sql`select redact_events(${request.id}::uuid, ${atOnce}::int) as count`,
    );
    return row?.count ? own : null;
  },
};
