import "server-only";
import { addDays } from "date-fns";
import { earliest } from "@/lib/due";
import { pastDueDays } from "@/lib/plans";
import { type Ctx, closedReason } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { memberEvents } from "../../events";
import type { GivenRole } from "../../schema";
import { holdingSeat, invitationEnds, waitingWords } from "../rules";
import type { InviteResult } from "../schema";
import { freeSeats, holdSeats, type SeatsHeld } from "./free-seats";
import { openInvitationMail } from "./invitation-mail";
import { waitingInviters } from "./inviters";

/** An invitation that has a seat, and its e-mail, which is not sent yet. */
export interface Seated {
  invitationId: string;
  memberId: string;
  email: string;
  mailId: string;
}

/** An invitation as it was written, with its e-mail if it has a seat already. */
export interface Written extends Omit<Seated, "mailId"> {
  role: GivenRole;
  /** The change of its member by the act. */
  change: Change;
  mailId: string | null;
}
type Change = { version?: number; after?: Record<string, unknown> };

interface WaitingRow {
  id: string;
  memberId: string;
  email: string;
  role: string;
}

/**
 * Gives free seats to waiting invitations, the oldest first, and queues their e-mails in the running transaction. The
 * last seat is given once, because seats of a workspace are counted one after another. Those whose inviter may no longer
 * invite stay, and hold up nobody.
 */
async function seatWaiting(
  ctx: SeatsHeld,
  { most, fresh }: { most: number; fresh: ReadonlyMap<string, Change> },
): Promise<Seated[]> {
  if (closedReason(ctx) !== null) return [];
  const free = await freeSeats(ctx);
  const inviters = await waitingInviters(ctx);
  const rows = await tenantSql<WaitingRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id, member_id as "memberId", email, role from invitations
      where tenant_id = ${ctx.tenant.id}::uuid and accepted_at is null and revoked_at is null and expires_at is null
        and invited_by_id = any(${inviters}::uuid[])
      order by id limit ${Math.min(most, free ?? most)} for update`,
  );
  const seated: Seated[] = [];
  for (const { id, memberId, email, role } of rows) {
    await ctx.db.invitation.update({
      where: { id },
      data: { expiresAt: invitationEnds(new Date()) },
      select: { id: true },
    });
    const to = { invitationId: id, memberId, email };
    const event = fresh.has(id) ? memberEvents.invited : memberEvents.invitationReleased;
    emit(ctx, event, { id: memberId, ...fresh.get(id), data: { invitationId: id, email, role } });
    seated.push({ ...to, mailId: await openInvitationMail(ctx, to) });
  }
  return seated;
}

/** As many as one act invites: the job goes on with the rest. */
const mostAtOnce = 100;

/**
 * Gives the free seats to invitations that waited before and to those that were just written, in this order. Returns
 * those of the act, each with its e-mail or as one that waits, and the others that have a seat now.
 */
export async function seatAll(
  ctx: SeatsHeld,
  rows: readonly (Written | InviteResult)[],
): Promise<{ rows: (Seated | InviteResult)[]; others: Seated[] }> {
  const own = rows.filter((row) => "change" in row);
  const fresh = new Map(own.flatMap((row) => (row.mailId === null ? [[row.invitationId, row.change] as const] : [])));
  const seated = fresh.size === 0 ? [] : await seatWaiting(ctx, { most: mostAtOnce, fresh });
  const mails = new Map(seated.map(({ invitationId, mailId }) => [invitationId, mailId]));
  const placed = rows.map((row) => {
    if (!("change" in row)) return row;
    const { invitationId, memberId, email, role, change } = row;
    const mailId = row.mailId ?? mails.get(invitationId);
    if (mailId) return { invitationId, memberId, email, mailId };
    emit(ctx, memberEvents.invitationHeld, { id: memberId, ...change, data: { invitationId, email, role } });
    return { invitationId, memberId, email, outcome: "waiting" as const, message: waitingWords(email) };
  });
  return { rows: placed, others: seated.filter(({ invitationId }) => !fresh.has(invitationId)) };
}

/** Gives a free seat to the invitation that waits longest; null where none waits, or no seat is free. */
export async function seatNext(ctx: Ctx): Promise<string | null> {
  const [next] = await inTransaction(ctx, async (inner) =>
    seatWaiting(await holdSeats(inner), { most: 1, fresh: new Map() }),
  );
  return next?.mailId ?? null;
}

/**
 * When waiting invitations can be mailed: at once if a seat is free, or when time alone may free one. Null: none waits,
 * or an event has to happen first.
 */
export async function mailableFrom(ctx: Ctx, now: Date): Promise<Date | null> {
  if ((await waitingInviters(ctx)).length === 0) return null;
  if (closedReason(ctx) !== null) return openedFrom(ctx, now);
  const free = await freeSeats(ctx);
  if (free === null || free > 0) return now;
  const ending = await ctx.db.invitation.aggregate({ where: holdingSeat(now), _min: { expiresAt: true } });
  const overrides = ctx.tenant.subscription.overrides.map(({ endsAt }) => endsAt).filter((at) => at > now);
  return earliest([ending._min.expiresAt, ...overrides]);
}

/** When time alone ends that nobody may change the workspace: it moves to Starter, or an override ends. */
function openedFrom({ tenant }: Ctx, now: Date): Date | null {
  const { pastDueSince, overrides } = tenant.subscription;
  if (tenant.deletionDueAt !== null) return null;
  const later = [pastDueSince && addDays(pastDueSince, pastDueDays), ...overrides.map(({ endsAt }) => endsAt)];
  return earliest(later.filter((at) => at !== null && at > now));
}
