import "server-only";
import { groupBy } from "@/lib/group-by";
import { type NounEntity, nounOf, permissionFor } from "@/lib/nouns/all";
import { isWork } from "@/lib/work-notices";
import type { Ctx } from "@/server/context";
import { memberCtxs } from "@/server/member-ctx";
import type { OwnedRow, Scope } from "@/server/scope";
import { isSeenThrough } from "@/server/seen-through";
import { liveObject } from "@/server/signals/live";
import { inactiveReason } from "../mails/rules";
import type { Notice, NotifiableEvent, People } from "../rules";

/** An event and the notice that it gives. */
export interface Happened {
  notice: Notice;
  event: NotifiableEvent & {
    id: string;
    entity: string;
    entityId: string;
    batchId: string | null;
    requestId: string;
    at: Date;
  };
}

interface Around {
  /** Owners, followers, inviters and requesters of an event, as they are now. */
  people(event: Happened["event"]): People;
  /** The record of an event, if it still exists. */
  record(event: Happened["event"]): OwnedRow | undefined;
}

/** Loads the people around these events, in one statement for each table however many events there are. */
export async function peopleOf(ctx: Ctx, happened: readonly Happened[]): Promise<Around> {
  const records = new Map<string, OwnedRow>();
  for (const [entity, some] of groupBy(happened, ({ event }) => event.entity)) {
    const ids = [...new Set(some.map(({ event }) => event.entityId))];
    for (const row of (await liveObject(entity)?.scope.load(ctx, ids)) ?? []) records.set(row.id, row);
  }
  const invitations = happened.flatMap(({ event, notice }) =>
    notice.audience === "inviter" ? [String(event.data.invitationId)] : [],
  );
  const forAdmins = happened.some(({ notice }) => notice.audience === "admins");
  const [admins, invited, requested, parents] = await Promise.all([
    forAdmins
      ? ctx.db.member.findMany({
          where: { role: { in: ["owner", "admin"] }, status: "active" },
          select: { id: true },
          orderBy: { id: "asc" },
        })
      : [],
    ctx.db.invitation.findMany({ where: { id: { in: invitations } }, select: { id: true, invitedById: true } }),
    requestersOf(ctx, happened),
    ctx.db.eventSubject.findMany({
      where: { eventId: { in: happened.map(({ event }) => event.id) } },
      select: { eventId: true, entity: true, entityId: true },
    }),
  ]);
  const own = happened.map(({ event: { id, entity, entityId } }) => ({ eventId: id, entity, entityId }));
  const subjects = [...parents, ...own].filter(({ entity }) => nounOf(entity));
  const follows = await ctx.db.recordFollow.findMany({
    where: {
      // The key of the index begins with it.
      entity: { in: [...new Set(subjects.map(({ entity }) => entity))] },
      recordId: { in: [...new Set(subjects.map(({ entityId }) => entityId))] },
      state: { not: "none" },
    },
    select: { memberId: true, entity: true, recordId: true, state: true, reason: true },
  });
  const subjectsOf = groupBy(subjects, ({ eventId }) => eventId);
  const followsOf = groupBy(follows, ({ entity, recordId }) => `${entity} ${recordId}`);
  const requesters = new Map<string, string | null>([
    ...invited.map((row) => [row.id, row.invitedById] as const),
    ...requested.map((row) => [row.id, row.memberId] as const),
  ]);
  return {
    people: (event) => ({
      ownerId: records.get(event.entityId)?.ownerId ?? null,
      requesterId: requesters.get(isWork(event.entity) ? event.entityId : String(event.data.invitationId)) ?? null,
      adminIds: admins.map(({ id }) => id),
      follows: (subjectsOf.get(event.id) ?? []).flatMap(({ entity, entityId }) =>
        (followsOf.get(`${entity} ${entityId}`) ?? []).map(({ memberId, state, reason }) => ({
          memberId,
          state,
          reason,
          ofRecord: entityId === event.entityId,
        })),
      ),
    }),
    record: (event) => records.get(event.entityId),
  };
}

/** The members who started the work that these events end. */
async function requestersOf(ctx: Ctx, happened: readonly Happened[]): Promise<{ id: string; memberId: string }[]> {
  const ended = happened.filter(({ notice }) => notice.audience === "requester").map(({ event }) => event);
  const found = await Promise.all(
    [...groupBy(ended, ({ entity }) => entity)].map(async ([entity, some]) => {
      const ids = [...new Set(some.map(({ entityId }) => entityId))];
      return (await liveObject(entity)?.scope.requesters?.(ctx, ids)) ?? [];
    }),
  );
  return found.flat();
}

/** Whether a member sees a record, or why they get no notifications at all. */
type Access = "sees" | "not" | { away: string };

/** Whether these members may see a record, with the rights that they have now; requested once for all of them. */
export async function eyes(
  ctx: Ctx,
  memberIds: readonly string[],
): Promise<(memberId: string, entity: string, record: OwnedRow | undefined) => Promise<Access>> {
  const seats = await memberCtxs(ctx, memberIds);
  const absent = memberIds.filter((id) => !seats.has(id));
  const rows = await ctx.db.member.findMany({ where: { id: { in: absent } }, select: { id: true, status: true } });
  const statuses = new Map(rows.map(({ id, status }) => [id, status]));
  return async (memberId, entity, record) => {
    const theirs = seats.get(memberId);
    if (!theirs) return { away: inactiveReason(statuses.get(memberId) ?? "gone") ?? "The member has no account." };
    const head = nounOf(entity);
    if (head && !theirs.can(permissionFor(entity as NounEntity, "view"))) return "not";
    const { scope } = liveObject(entity) ?? {};
    if (!record || !scope) return "not";
    const isSeen = scope.sees(theirs, record) || (await seesThrough(theirs, scope, record));
    return isSeen ? "sees" : "not";
  };
}

/** Whether a member sees a record through those that it is linked to. */
const seesThrough = async (theirs: Ctx, scope: Scope, { id }: OwnedRow): Promise<boolean> =>
  isSeenThrough(theirs, scope.entity) && (await scope.load(theirs, [id])).length > 0;
