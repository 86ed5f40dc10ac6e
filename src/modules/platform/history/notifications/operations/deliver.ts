import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertOf, type SetColumn } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import type { OutboxEvent } from "@/server/outbox/consumers";
import { notificationEvents } from "../events";
import { queueMails, type ToMail } from "../mails/operations/queue";
import { groupKeyOf, mailMode, noticesOf, recipients, wants } from "../rules";
import { eyes, type Happened, peopleOf } from "./people";
import { undoneEvents } from "./undone";

type NewNotice = Omit<ToMail, "urgent" | "away">;

/**
 * Adds these events to the inboxes of members: only of those who can see the record at this moment and
 * want the notification. Repeated events change nothing.
 */
export async function deliverEvents(ctx: Ctx, events: readonly OutboxEvent[]): Promise<void> {
  const notified = await whatHappened(ctx, events);
  if (notified.length === 0) return;
  const around = await peopleOf(ctx, notified);
  // Where an event gives a member two notices, only the first counts.
  const candidates = new Map<string, Happened & { memberId: string }>();
  for (const { event, notice } of notified)
    for (const memberId of recipients(notice, event, around.people(event)))
      if (!candidates.has(`${event.id} ${memberId}`))
        candidates.set(`${event.id} ${memberId}`, { event, notice, memberId });
  const memberIds = [...new Set([...candidates.values()].map(({ memberId }) => memberId))];
  const [accessOf, preferences] = await Promise.all([
    eyes(ctx, memberIds),
    ctx.db.notificationPreference.findMany({
      where: { memberId: { in: memberIds } },
      select: { memberId: true, type: true, channel: true, wanted: true },
    }),
  ]);
  const preferencesOf = groupBy(preferences, ({ memberId }) => memberId);
  const rows: NewNotice[] = [];
  const mails: ToMail[] = [];
  for (const { event, notice, memberId } of candidates.values()) {
    const theirs = preferencesOf.get(memberId) ?? [];
    const access = accessOf(memberId, event.entity, around.record(event));
    if (access === "not") continue;
    const one = {
      memberId,
      type: notice.type,
      entity: event.entity,
      recordId: event.entityId,
      eventId: event.id,
      actorId: event.actorId,
      groupKey: groupKeyOf(notice.type, event),
      at: event.at,
    };
    if (access === "sees" && wants(notice.type, "inApp", theirs)) rows.push(one);
    const mode = mailMode(notice.type, theirs);
    if (mode) mails.push({ ...one, urgent: mode === "urgent", away: access === "sees" ? null : access.away });
  }
  if (rows.length === 0 && mails.length === 0) return;
  await inTransaction(ctx, async (inner) => {
    for (const [memberId, ids] of await noteAll(inner, rows))
      emit(inner, notificationEvents.received, { id: ids.at(-1) ?? memberId, data: { count: ids.length } });
    await queueMails(inner, mails);
  });
}

/** Writes the rows that are not there yet, and answers with their ids by member, oldest first. */
async function noteAll(ctx: Ctx, rows: readonly NewNotice[]): Promise<Map<string, string[]>> {
  if (rows.length === 0) return new Map();
  const made = await tenantSql<{ id: string; memberId: string }>(
    ctx.tenant.id,
    ctx.db,
    insertOf(
      ctx,
      "notifications",
      columns,
      rows,
      Prisma.sql`on conflict do nothing returning id, member_id as "memberId"`,
    ),
  );
  // Ids are made in the order of the events.
  const byMember = groupBy(made, ({ memberId }) => memberId);
  return new Map([...byMember].map(([memberId, theirs]) => [memberId, theirs.map(({ id }) => id).sort()]));
}

const columns: readonly SetColumn<NewNotice>[] = [
  { column: "id", type: "uuid", value: () => newId() },
  { column: "member_id", type: "uuid", value: ({ memberId }) => memberId },
  { column: "type", type: "text", value: ({ type }) => type },
  { column: "entity", type: "text", value: ({ entity }) => entity },
  { column: "record_id", type: "uuid", value: ({ recordId }) => recordId },
  { column: "event_id", type: "uuid", value: ({ eventId }) => eventId },
  { column: "actor_id", type: "uuid", value: ({ actorId }) => actorId },
  { column: "group_key", type: "text", value: ({ groupKey }) => groupKey },
  { column: "at", type: "timestamptz", value: ({ at }) => at },
  { column: "shown_from", type: "timestamptz", value: ({ at }) => at },
];

/** The events that give a notice, oldest first. */
async function whatHappened(ctx: Ctx, events: readonly OutboxEvent[]): Promise<Happened[]> {
  const rows = await ctx.db.event.findMany({
    where: { id: { in: events.map(({ id }) => id) } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      name: true,
      entity: true,
      entityId: true,
      actorMemberId: true,
      after: true,
      data: true,
      batchId: true,
      at: true,
    },
  });
  const happened = rows.flatMap(({ actorMemberId, after, data, ...row }) => {
    const event = {
      ...row,
      actorId: actorMemberId,
      after: after as Happened["event"]["after"],
      data: data as Happened["event"]["data"],
    };
    return noticesOf(event).map((notice) => ({ event, notice }));
  });
  const edits = happened.filter(({ notice }) => notice.audience !== "watchers").map(({ event }) => event.id);
  const back = await undoneEvents(ctx, [...new Set(edits)]);
  return happened.filter(({ event }) => !back.has(event.id));
}
