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
import { groupKeyOf, mailMode, noticesOf, reasonFor, recipients, typeFacts, wants } from "../rules";
import { bundling } from "./bundle";
import { followFrom } from "./follow-from";
import { eyes, type Happened, peopleOf } from "./people";
import { undoneEvents } from "./undone";

type NewNotice = Omit<ToMail, "urgent" | "away">;

/**
 * Adds these events to the inboxes of members: only of those who can see the record at this moment and
 * want the notification. Repeated events change nothing.
 */
export async function deliverEvents(ctx: Ctx, events: readonly OutboxEvent[]): Promise<void> {
  const happened = await eventsOf(ctx, events);
  await followFrom(ctx, happened);
  const notified = await noticesAmong(ctx, happened);
  if (notified.length === 0) return;
  const around = await peopleOf(ctx, notified);
  // Where an event gives a member two notices, only the first counts.
  const candidates = new Map<string, Happened & { memberId: string }>();
  for (const { event, notice } of notified)
    for (const memberId of recipients(notice, event, around.people(event)))
      if (!candidates.has(`${event.id} ${memberId}`))
        candidates.set(`${event.id} ${memberId}`, { event, notice, memberId });
  const memberIds = [...new Set([...candidates.values()].map(({ memberId }) => memberId))];
  const told = [...candidates.values()].map(({ event, memberId }) => ({ actorId: event.actorId, memberId }));
  const [accessOf, bundled, preferences] = await Promise.all([
    eyes(ctx, memberIds),
    bundling(ctx, told),
    ctx.db.notificationPreference.findMany({
      where: { memberId: { in: memberIds } },
      select: { memberId: true, type: true, channel: true, wanted: true },
    }),
  ]);
  const preferencesOf = groupBy(preferences, ({ memberId }) => memberId);
  const rows: NewNotice[] = [];
  const mails: ToMail[] = [];
  const mentioned = mentionedBy(notified);
  for (const { event, notice, memberId } of candidates.values()) {
    const theirs = preferencesOf.get(memberId) ?? [];
    const isTold = wants("mentioned", "inApp", theirs) || mailMode("mentioned", theirs) !== null;
    if (typeFacts[notice.type].yieldsToMention && isTold && mentioned.has(actOf(event, memberId))) continue;
    const access = await accessOf(memberId, event.entity, around.record(event));
    if (access === "not") continue;
    const inApp = access === "sees" && wants(notice.type, "inApp", theirs);
    const mode = mailMode(notice.type, theirs);
    if (!inApp && !mode) continue;
    const { notice: one, isBundled } = bundled({
      memberId,
      type: notice.type,
      entity: event.entity,
      recordId: event.entityId,
      eventId: event.id,
      actorId: event.actorId,
      groupKey: groupKeyOf(notice.type, event),
      reason: reasonFor(notice, around.people(event), memberId),
      at: event.at,
    });
    if (inApp) rows.push(one);
    const urgent = mode === "urgent" && !isBundled;
    if (mode) mails.push({ ...one, urgent, away: access === "sees" ? null : access.away });
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
  { column: "reason", type: "text", value: ({ reason }) => reason },
  { column: "at", type: "timestamptz", value: ({ at }) => at },
  { column: "shown_from", type: "timestamptz", value: ({ at }) => at },
];

type Event = Happened["event"];

/** The delivered events, oldest first. */
async function eventsOf(ctx: Ctx, events: readonly OutboxEvent[]): Promise<Event[]> {
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
      requestId: true,
      at: true,
    },
  });
  return rows.map(({ actorMemberId, after, data, ...row }) => ({
    ...row,
    actorId: actorMemberId,
    after: after as Event["after"],
    data: data as Event["data"],
  }));
}

/** The notices that events give, oldest first. */
async function noticesAmong(ctx: Ctx, events: readonly Event[]): Promise<Happened[]> {
  const happened = events.flatMap((event) => noticesOf(event).map((notice) => ({ event, notice })));
  const edits = happened.filter(({ notice }) => isOfEdit(notice)).map(({ event }) => event.id);
  const back = await undoneEvents(ctx, [...new Set(edits)]);
  return happened.filter(({ event }) => !back.has(event.id));
}

/** Notices of watchers and of named members, such as a mention, are of events without changed fields: nothing can take them back. */
const isOfEdit = ({ audience }: Happened["notice"]) => audience !== "watchers" && audience !== "named";

const actOf = ({ requestId, entity, entityId }: Event, memberId: string) =>
  `${requestId} ${entity} ${entityId} ${memberId}`;

/** The acts that mention members: a member who is mentioned by an edit or a comment is not told of that too. */
const mentionedBy = (notified: readonly Happened[]): ReadonlySet<string> =>
  new Set(
    notified.flatMap(({ event, notice }) =>
      notice.type === "mentioned" && Array.isArray(event.data.memberIds)
        ? event.data.memberIds.map((memberId) => actOf(event, String(memberId)))
        : [],
    ),
  );
