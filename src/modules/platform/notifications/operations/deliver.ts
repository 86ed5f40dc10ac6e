import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { memberCtx } from "@/server/member-ctx";
import type { OutboxEvent } from "@/server/outbox/consumers";
import { liveObject } from "@/server/signals/live";
import { notificationEvents } from "../events";
import { queueMails, type ToMail } from "../mails/operations/queue";
import { awayReason } from "../mails/rules";
import { groupKeyOf, mailMode, type Notice, noticeOf, type People, recipients, type ToldEvent, wants } from "../rules";

interface TellingEvent extends ToldEvent {
  id: string;
  entity: string;
  entityId: string;
  batchId: string | null;
  at: Date;
}

type Values = Record<string, unknown>;

/**
 * Notes in the inboxes of members what these events mean for them: only for who may see the record at this moment and
 * wants to be told. Events that come again change nothing.
 */
export async function deliverEvents(ctx: Ctx, events: readonly OutboxEvent[]): Promise<void> {
  const told = await whatHappened(ctx, events);
  if (told.length === 0) return;
  const [people, wishes] = await Promise.all([
    peopleOf(ctx, told),
    ctx.db.notificationPreference.findMany({ select: { memberId: true, type: true, channel: true, wanted: true } }),
  ]);
  const sees = eyes(ctx);
  const rows: Prisma.NotificationCreateManyInput[] = [];
  const mails: ToMail[] = [];
  for (const { event, notice } of told) {
    for (const memberId of recipients(notice, event, people(event))) {
      const theirs = wishes.filter((wish) => wish.memberId === memberId);
      const sight = await sees(memberId, event);
      if (sight === "not") continue;
      const told = {
        memberId,
        type: notice.type,
        entity: event.entity,
        recordId: event.entityId,
        eventId: event.id,
        actorId: event.actorId,
        groupKey: groupKeyOf(notice.type, event),
        at: event.at,
      };
      if (sight === "sees" && wants(notice.type, "inApp", theirs)) rows.push({ ...told, shownFrom: event.at });
      const mode = mailMode(notice.type, theirs);
      if (mode) mails.push({ ...told, urgent: mode === "urgent", away: sight === "sees" ? null : sight.away });
    }
  }
  if (rows.length === 0 && mails.length === 0) return;
  await inTransaction(ctx, async (inner) => {
    const made = await inner.db.notification.createManyAndReturn({
      data: rows,
      skipDuplicates: true,
      select: { id: true, memberId: true },
    });
    for (const theirs of groupBy(made, ({ memberId }) => memberId).values()) {
      const newest = theirs.at(-1);
      if (newest) emit(inner, notificationEvents.received, { id: newest.id, data: { count: theirs.length } });
    }
    await queueMails(inner, mails);
  });
}

/** The events that give a notice, oldest first. */
async function whatHappened(
  ctx: Ctx,
  events: readonly OutboxEvent[],
): Promise<{ event: TellingEvent; notice: Notice }[]> {
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
  return rows.flatMap(({ actorMemberId, after, data, ...row }) => {
    const event = { ...row, actorId: actorMemberId, after: after as Values | null, data: data as Values };
    const notice = noticeOf(event);
    return notice ? [{ event, notice }] : [];
  });
}

/** Owners, followers, inviters and askers of these events, as they are now. */
async function peopleOf(
  ctx: Ctx,
  told: readonly { event: TellingEvent; notice: Notice }[],
): Promise<(event: TellingEvent) => People> {
  const owners = new Map<string, string | null>();
  for (const [entity, some] of groupBy(told, ({ event }) => event.entity)) {
    const ids = [...new Set(some.map(({ event }) => event.entityId))];
    for (const row of (await liveObject(entity)?.scope.load(ctx, ids)) ?? []) owners.set(row.id, row.ownerId);
  }
  const invitations = told.flatMap(({ event, notice }) =>
    notice.audience === "inviter" ? [String(event.data.invitationId)] : [],
  );
  const imports = told.flatMap(({ event, notice }) => (notice.audience === "asker" ? [event.entityId] : []));
  const [invited, asked, subjects] = await Promise.all([
    ctx.db.invitation.findMany({ where: { id: { in: invitations } }, select: { id: true, invitedById: true } }),
    ctx.db.import.findMany({ where: { id: { in: imports } }, select: { id: true, askedById: true } }),
    ctx.db.eventSubject.findMany({
      where: { eventId: { in: told.map(({ event }) => event.id) } },
      select: { eventId: true, entity: true, entityId: true },
    }),
  ]);
  const follows = await ctx.db.recordFollow.findMany({
    where: { recordId: { in: [...new Set(subjects.map(({ entityId }) => entityId))] } },
    select: { memberId: true, entity: true, recordId: true, state: true },
  });
  const askers = new Map<string, string | null>([
    ...invited.map((row) => [row.id, row.invitedById] as const),
    ...asked.map((row) => [row.id, row.askedById] as const),
  ]);
  return (event) => ({
    ownerId: owners.get(event.entityId) ?? null,
    askerId: askers.get(event.entity === "import" ? event.entityId : String(event.data.invitationId)) ?? null,
    follows: subjects
      .filter(({ eventId }) => eventId === event.id)
      .flatMap((subject) =>
        follows
          .filter(({ entity, recordId }) => entity === subject.entity && recordId === subject.entityId)
          .map(({ memberId, state }) => ({ memberId, state, ofRecord: subject.entityId === event.entityId })),
      ),
  });
}

/** Whether a member may see something, or why they are told nothing whatever it is. */
type Sight = "sees" | "not" | { away: string };

/** Whether a member may see what an event is about, asked with the rights that the member has now. */
function eyes(ctx: Ctx): (memberId: string, event: TellingEvent) => Promise<Sight> {
  const seats = new Map<string, Promise<Ctx | { away: string }>>();
  return async (memberId, event) => {
    const seat = seats.get(memberId) ?? seatOf(ctx, memberId);
    seats.set(memberId, seat);
    const theirs = await seat;
    if ("away" in theirs) return theirs;
    const rows = await liveObject(event.entity)?.scope.load(theirs, [event.entityId]);
    return rows?.length === 1 ? "sees" : "not";
  };
}

async function seatOf(ctx: Ctx, memberId: string): Promise<Ctx | { away: string }> {
  const work = { memberId, keyId: null, requestId: ctx.requestId, batchId: ctx.requestId };
  const theirs = await memberCtx(ctx.tenant.id, work);
  if (theirs !== null && theirs !== "suspended") return theirs;
  const member = await ctx.db.member.findFirst({ where: { id: memberId }, select: { status: true } });
  return { away: awayReason(member?.status ?? "gone") ?? "The member has no account." };
}
