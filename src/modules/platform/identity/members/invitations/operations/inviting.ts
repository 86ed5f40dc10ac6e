import "server-only";
import { z } from "zod";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { holdRights } from "@/server/held-rights";
import { firstAttempt } from "@/server/mail-attempts";
import { newId } from "@/server/new-id";
import { type Limit, rateLimited, spend, throttle } from "@/server/rate-limit";
import { endShares } from "@/server/shares";
import { staffAddresses } from "@/server/staff/staff-addresses";
import { memberEvents } from "../../events";
import { becomeGuest } from "../../operations/guests";
import { clearPlace } from "../../operations/joining";
import { invitationState, presentInvitation } from "../../row";
import type { GivenRole } from "../../schema";
import { memberScope } from "../../scope";
import {
  cannotJoin,
  heldRefusal,
  invitationEnds,
  nameFromMail,
  notSentWords,
  openInvitation,
  queuedWords,
  tooManyWaiting,
  validDays,
  waitingForSeat,
} from "../rules";
import {
  type Invitee,
  type InviteResult,
  invitationIdInput,
  invitationList,
  inviteMembersInput,
  inviteResult,
  inviteResults,
} from "../schema";
import { invitationScope } from "../scope";
import { holdSeats, type SeatsHeld } from "./free-seats";
import { openInvitationMail } from "./invitation-mail";
import { mergeInvitees, roomToWait } from "./invitees";
import { inviterRights, mayInvite } from "./inviters";
import { type Seated, seatAll, type Written } from "./seating";

const mailsAtOnce = 5;

const mailsPerWorkspace: Limit = {
  name: "invitations",
  points: 300,
  seconds: 3600,
  refusal: (wait) => `This workspace has sent many invitations within an hour. Wait ${wait}.`,
};

/** Across all workspaces of a person. */
const mailsPerInviter: Limit = {
  name: "invitations-inviter",
  points: 300,
  seconds: 3600,
  refusal: (wait) => `You have sent many invitations within an hour. Wait ${wait}.`,
};

const mailsPerRecipient: Limit = {
  name: "invitations-recipient",
  points: 5,
  seconds: 3600,
  refusal: (wait) => `Several invitations were sent to this address within an hour. Wait ${wait}.`,
};

const select = {
  id: true,
  email: true,
  role: true,
  ...invitationState,
  member: { select: { id: true, name: true } },
} satisfies Prisma.InvitationSelect;

const mostListed = 500;

export const listInvitations = platform.operation({
  kind: "query",
  permission: "member:view",
  input: z.object({}),
  output: invitationList,
  rest: { method: "GET", path: "/invitations" },
  describe:
    "Open invitations: those that wait for a seat in the order in which they are sent, then the others, newest first, including expired ones; at most 500.",
  async run(ctx) {
    const waiting = await ctx.db.invitation.findMany({
      where: waitingForSeat,
      orderBy: { id: "asc" },
      take: mostListed,
      select,
    });
    const mailed = await ctx.db.invitation.findMany({
      where: { ...openInvitation, expiresAt: { not: null } },
      orderBy: { id: "desc" },
      take: mostListed - waiting.length,
      select,
    });
    return [...waiting, ...mailed].map(({ id, email, role, member, ...state }) => ({
      id,
      email,
      role: role as GivenRole,
      member,
      invitedBy: { id: state.invitedBy.id, name: state.invitedBy.name },
      ...presentInvitation(ctx, state),
    }));
  },
});

export const inviteMembers = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  external: true,
  on: { scope: memberScope, ids: (input) => input.invitees.map((invitee) => invitee.memberId) },
  input: inviteMembersInput,
  output: inviteResults,
  rest: { method: "POST", path: "/invitations", creates: true },
  describe:
    "Invites up to 100 people by e-mail; each row succeeds or fails on its own. An invitation for which no seat is free waits, and is sent as soon as one is. An invitation can take over a placeholder and everything it owns.",
  async run(ctx, { invitees: asked, role }) {
    const { invitees, placeOf } = mergeInvitees(asked);
    await requireInviter(ctx, asked.length);
    const waits = new Map<Invitee, number>();
    for (const invitee of invitees) waits.set(invitee, await spend(mailsPerRecipient, foldKey(invitee.email)));
    const staff = await staffAddresses(invitees.map(({ email }) => foldKey(email)));
    const prepared = await inTransaction(ctx, async (outer) => {
      const inner = await holdSeats(await holdRights(outer, "member:manage"));
      const room = await roomToWait(inner, invitees);
      const rows: (Written | InviteResult)[] = [];
      for (const invitee of invitees) {
        const wait = waits.get(invitee) ?? 0;
        const { message } = rateLimited(mailsPerRecipient, wait);
        if (wait > 0) rows.push(refused(invitee.email, "refused", message));
        else if (staff.has(foldKey(invitee.email)))
          rows.push(refused(invitee.email, "refused", cannotJoin(invitee.email)));
        else if (!room.takes(invitee.email))
          rows.push(refused(invitee.email, "refused", tooManyWaiting(invitee.email)));
        else rows.push(await prepare(inner, invitee, role));
      }
      return await seatAll(inner, rows);
    });
    const results: InviteResult[] = [];
    const all = [...prepared.rows, ...prepared.others];
    for (let from = 0; from < all.length; from += mailsAtOnce) {
      const slice = all.slice(from, from + mailsAtOnce);
      results.push(...(await Promise.all(slice.map((row) => ("mailId" in row ? deliver(ctx, row) : row)))));
    }
    return {
      results: asked.flatMap((invitee, nth) => {
        const result = results[placeOf[nth] ?? 0];
        return result ? [{ ...result, email: invitee.email }] : [];
      }),
    };
  },
});

/** Refuses who may only read, and who sends too many. */
async function requireInviter(ctx: Ctx, mails: number): Promise<void> {
  if (ctx.readOnly !== null) throw new AppError("FORBIDDEN", ctx.readOnly);
  await throttle(mailsPerWorkspace, ctx.tenant.id, mails);
  const id = memberOf(ctx.actor);
  const me = id === null ? null : await ctx.db.member.findFirst({ where: { id }, select: { userId: true } });
  if (me?.userId) await throttle(mailsPerInviter, me.userId, mails);
}

/** Creates the invitation of one person, or returns why not. */
async function prepare(ctx: SeatsHeld, invitee: Invitee, role: GivenRole): Promise<Written | InviteResult> {
  const { email } = invitee;
  const emailKey = foldKey(email);
  const found = await ctx.db.member.findMany({
    where: { OR: [{ emailKey }, ...(invitee.memberId ? [{ id: invitee.memberId }] : [])] },
    select: { id: true, name: true, emailKey: true, status: true, role: true },
  });
  const holder = found.find((row) => row.emailKey === emailKey);
  const target = invitee.memberId ? found.find((row) => row.id === invitee.memberId) : holder;
  if (target?.status === "active")
    return refused(email, "alreadyMember", `${target.name} is already a member of ${ctx.tenant.name}.`);
  if (holder && target && holder.id !== target.id)
    return refused(email, "refused", `${email} belongs to ${holder.name}, so ${target.name} cannot have it too.`);
  const isNewGuest = role === "guest" && (target?.role !== "guest" || target.status === "removed");
  const refusal = target && isNewGuest ? await guestRefusal(ctx, target) : null;
  if (refusal !== null) return refused(email, "refused", refusal);
  if (target?.status === "removed") {
    await clearPlace(ctx, target.id);
    // Shares are for guests: neither a former guest nor a new one gets those of before.
    if (role === "guest" || target.role === "guest") await endShares(ctx, target.id, "all");
  }
  const row = target ? await revive(ctx, target, invitee, role) : await createInvited(ctx, invitee, role);
  return await renew(ctx, { memberId: row.id, email, role }, { version: row.version });
}

/** Why a placeholder or a former member cannot be invited as a guest: they own records. */
async function guestRefusal(ctx: Ctx, target: { id: string; name: string; status: string }): Promise<string | null> {
  try {
    await becomeGuest(ctx, target);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === "CONFLICT") return error.message;
    throw error;
  }
}

function refused(email: string, outcome: "alreadyMember" | "refused", message: string): InviteResult {
  return { email, outcome, message, memberId: null, invitationId: null };
}

/** A placeholder keeps its status until the invitation is accepted; a removed member is invited again. */
function revive(ctx: Ctx, target: { id: string; status: string }, { email }: Invitee, role: GivenRole) {
  const status = target.status === "removed" ? "invited" : target.status;
  return ctx.db.member.update({
    // Excludes members who joined or were removed since: the next attempt sees that.
    where: { id: target.id, status: target.status },
    data: { email, emailKey: foldKey(email), role, status, version: { increment: 1 } },
    select: { id: true, version: true },
  });
}

function createInvited(ctx: Ctx, { email, name = nameFromMail(email) }: Invitee, role: GivenRole) {
  return ctx.db.member.create({
    data: { name, nameKey: foldKey(name), email, emailKey: foldKey(email), role, status: "invited" },
    select: { id: true, version: true },
  });
}

/**
 * A new invitation replaces the member's earlier ones: their links stop working, and it has their seat. One that still
 * waits for a seat is changed and keeps its place in the order.
 */
async function renew(
  ctx: SeatsHeld,
  to: { memberId: string; email: string; role: GivenRole },
  { version, holdsSeat = false }: { version?: number; holdsSeat?: boolean },
): Promise<Written> {
  const invitedById = memberOf(ctx.actor);
  if (!invitedById) throw new Error("Only members can invite people.");
  const now = new Date();
  const { memberId, email, role } = to;
  const change = version === undefined ? {} : { version, after: { email, role } };
  const data = { ...to, emailKey: foldKey(email), invitedById };
  const [waits] = await ctx.db.invitation.updateManyAndReturn({
    where: { memberId, ...waitingForSeat },
    data,
    select: { id: true },
  });
  if (waits) return { memberId, email, role, change, invitationId: waits.id, mailId: null };
  const replaced = await ctx.db.invitation.updateManyAndReturn({
    where: { memberId, ...openInvitation },
    data: { revokedAt: now },
    select: { expiresAt: true },
  });
  const isSeated = holdsSeat || replaced.some(({ expiresAt }) => expiresAt !== null && expiresAt > now);
  const { id } = await ctx.db.invitation.create({
    data: { ...data, id: newId(), expiresAt: isSeated ? invitationEnds(now) : null },
    select: { id: true },
  });
  const written = { memberId, email, role, change, invitationId: id };
  if (!isSeated) return { ...written, mailId: null };
  emit(ctx, memberEvents.invited, { id: memberId, ...change, data: { invitationId: id, email, role } });
  return { ...written, mailId: await openInvitationMail(ctx, written) };
}

async function deliver(ctx: Ctx, { mailId, ...to }: Seated): Promise<InviteResult> {
  try {
    const message = notSentWords(to.email, await firstAttempt(ctx, mailId));
    return { ...to, outcome: message === null ? "invited" : "notSent", message };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...to, outcome: "notSent", message: error.message };
  }
}

export const resendInvitation = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  external: true,
  on: { scope: invitationScope, ids: (input) => [input.id] },
  input: invitationIdInput,
  output: inviteResult,
  rest: { method: "POST", path: "/invitations/{id}/resend" },
  describe: `Sends an open invitation again with a new link, valid for ${validDays} days; the old link stops working. CONFLICT for one that waits for a seat.`,
  async run(ctx, input) {
    const open = await requireSent(ctx, input.id);
    await requireInviter(ctx, 1);
    await throttle(mailsPerRecipient, foldKey(open.email));
    if ((await staffAddresses([foldKey(open.email)])).size > 0) throw new AppError("CONFLICT", cannotJoin(open.email));
    const { rows, others } = await inTransaction(ctx, async (outer) => {
      const inner = await holdSeats(await holdRights(outer, "member:manage"));
      const { memberId, email, role, expiresAt } = await requireSent(inner, input.id);
      await revokeOne(inner, input.id);
      const holdsSeat = expiresAt > new Date();
      return await seatAll(inner, [await renew(inner, { memberId, email, role: role as GivenRole }, { holdsSeat })]);
    });
    const [result] = await Promise.all([...rows, ...others].map((row) => ("mailId" in row ? deliver(ctx, row) : row)));
    if (!result) throw new Error("The invitation was not written.");
    return result;
  },
});

export const revokeInvitation = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  on: { scope: invitationScope, ids: (input) => [input.id] },
  input: invitationIdInput,
  output: invitationIdInput,
  rest: { method: "DELETE", path: "/invitations/{id}" },
  describe: "Revokes an invitation: its link stops working. An invited placeholder remains a placeholder.",
  async run(outer, input) {
    const ctx = await holdSeats(outer);
    const { memberId } = await requireOpen(ctx, input.id);
    await revokeOne(ctx, input.id);
    await ctx.db.member.updateMany({ where: { id: memberId, status: "invited" }, data: { status: "removed" } });
    emit(ctx, memberEvents.invitationRevoked, { id: memberId, data: { invitationId: input.id } });
    return { id: input.id };
  },
});

/** An open invitation. NOT_FOUND for a foreign one, CONFLICT for a closed one. */
async function requireOpen(ctx: Ctx, id: string) {
  const row = await ctx.db.invitation.findFirst({
    where: { id },
    select: {
      ...{ memberId: true, email: true, role: true, expiresAt: true, acceptedAt: true, revokedAt: true },
      invitedBy: { select: inviterRights },
    },
  });
  if (!row) throw notFound("invitation");
  if (row.acceptedAt || row.revokedAt) throw answered();
  return row;
}

/** An open invitation that was mailed. CONFLICT for one that waits for a seat. */
async function requireSent(ctx: Ctx, id: string) {
  const { expiresAt, invitedBy, ...row } = await requireOpen(ctx, id);
  if (expiresAt === null)
    throw new AppError(
      "CONFLICT",
      mayInvite(invitedBy) ? queuedWords(row.email) : heldRefusal(row.email, invitedBy.name),
    );
  return { ...row, expiresAt };
}

/** CONFLICT when somebody answered, revoked or replaced it at the same moment. */
async function revokeOne(ctx: SeatsHeld, id: string): Promise<void> {
  const where = { id, ...openInvitation };
  const { count } = await ctx.db.invitation.updateMany({ where, data: { revokedAt: new Date() } });
  if (count === 0) throw answered();
}

const answered = () =>
  new AppError("CONFLICT", "This invitation was accepted, revoked or replaced in the meantime. Reload the list.");
