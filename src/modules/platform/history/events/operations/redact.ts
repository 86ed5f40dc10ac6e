import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import type { Person, PersonalPlace } from "@/server/personal/places";
import { firstId } from "@/server/unknown-id";

/** Events of one part that are changed. */
const atOnce = 500;
/** Events of one part that are searched for the person. */
const looked = 5_000;
/** Where the words of the request itself are left: they say by what other texts are searched. */
const request = "request";
/** The newest events that the file of a person holds. */
const mostRead = 10_000;

/** Runs one statement for the request to erase a person. */
async function forRequest<T>(
  { tenant, db }: Ctx,
  { eventId }: Person,
  statement: (id: string) => Prisma.Sql,
): Promise<T | undefined> {
  const found = eventId && (await db.privacyRequest.findFirst({ where: { eventId }, select: { id: true } }));
  if (!found) throw new AppError("CONFLICT", "Events are erased for a privacy request alone.");
  const [row] = await tenantSql<T>(tenant.id, db, statement(found.id));
  return row;
}

/** The events of the person and of records about them, with the words of the request itself at the end alone. */
const redactOwn = async (ctx: Ctx, person: Person, ending: boolean) =>
  (
    await forRequest<{ count: number }>(
      ctx,
      person,
      (id) => Prisma.sql`select redact_events(${id}::uuid, ${atOnce}::int, ${ending}) as count`,
    )
  )?.count ?? 0;

/** The person's own events lose their values before anything else, however long the rest takes. */
export const ownEventsOnPeople: PersonalPlace = {
  key: "ownHistory",
  erase: async (ctx, person) => ((await redactOwn(ctx, person, false)) > 0 ? "more" : null),
};

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
  async erase(ctx, person, after) {
    if (after === request) return (await redactOwn(ctx, person, true)) > 0 ? request : null;
    const row = await forRequest<{ last: string | null }>(
      ctx,
      person,
      (id) => Prisma.sql`select redact_mentions(${id}::uuid, ${after || firstId}::uuid, ${looked}::int) as last`,
    );
    return row?.last ?? request;
  },
};
