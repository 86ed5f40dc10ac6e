import "server-only";
import type { Role } from "@/lib/role-rows";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { changes, emit } from "@/server/events";
import { memberEvents } from "../events";
import { holdSeats } from "../invitations/operations/free-seats";
import { select } from "../row";

export interface JoiningPerson {
  userId: string;
  name: string;
  email: string;
}

const copies = ({ userId, name, email }: JoiningPerson) => ({
  userId,
  name,
  nameKey: foldKey(name),
  email,
  emailKey: foldKey(email),
});

/** A member who signs in from now on, without an invitation: the first owner of a workspace. */
export async function addMember(ctx: Ctx, person: JoiningPerson & { id: string; role: Role }): Promise<void> {
  const { id, role } = person;
  const row = await ctx.db.member.create({
    data: { id, ...copies(person), role, status: "active" },
    select: { version: true },
  });
  const after = { name: person.name, email: person.email, role, status: "active" };
  emit(ctx, memberEvents.joined, { id, version: row.version, after, data: { invitationId: null } });
}

/** Members who may still join by an invitation: not those removed since it was sent. */
const awaited = { status: { in: ["invited", "placeholder"] } } satisfies Prisma.MemberWhereInput;

const changedInTheMeantime = () =>
  new AppError("CONFLICT", "This invitation was answered, revoked or expired in the meantime. Ask for a new one.");

/**
 * Makes the invited member this person's membership, with its current role and everything it owns. CONFLICT when the
 * invitation was answered or revoked meanwhile, or when the person is already a member.
 */
export async function joinInvited(outer: Ctx, invitationId: string, person: JoiningPerson): Promise<void> {
  const ctx = await holdSeats(outer);
  const now = new Date();
  const invitation = await ctx.db.invitation.findFirst({
    where: { id: invitationId },
    select: { memberId: true },
  });
  const taken = await ctx.db.invitation.updateMany({
    where: { id: invitationId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  if (!invitation || taken.count === 0) throw changedInTheMeantime();
  const { memberId: id } = invitation;
  const other = await ctx.db.member.findFirst({
    where: { id: { not: id }, OR: [{ userId: person.userId }, { emailKey: foldKey(person.email) }] },
    select: { name: true, status: true },
  });
  if (other)
    throw new AppError(
      "CONFLICT",
      other.status === "active"
        ? `You are already a member of ${ctx.tenant.name}, as ${other.name}.`
        : `${person.email} belongs to ${other.name} in ${ctx.tenant.name}. Ask an admin to invite that member.`,
    );
  const before = await ctx.db.member.findFirst({ where: { id, ...awaited }, select });
  if (!before) throw changedInTheMeantime();
  const after = await ctx.db.member.update({
    where: { id, ...awaited },
    data: { ...copies(person), status: "active", version: { increment: 1 } },
    select,
  });
  emit(ctx, memberEvents.joined, {
    id,
    version: after.version,
    ...changes({ ...before, invitations: [] }, { ...after, invitations: [] }),
    data: { invitationId },
  });
}

/**
 * Makes a person a member because of the domain of their address. A placeholder or invited member with that address becomes
 * theirs, with everything that it owns; an invited viewer or guest stays one. CONFLICT for a member, and for one who was removed.
 */
export async function joinByAddress(
  outer: Ctx,
  { id, ...person }: JoiningPerson & { id: string },
  domain: string,
): Promise<void> {
  const ctx = await holdSeats(outer);
  const known = await ctx.db.member.findFirst({
    where: { OR: [{ userId: person.userId }, { emailKey: foldKey(person.email) }] },
    select: { ...select, id: true },
  });
  // An admin chose fewer rights for this person than the domain gives.
  const role = known?.role === "viewer" || known?.role === "guest" ? known.role : "member";
  const place = { ...copies(person), role, status: "active" };
  const data = { invitationId: null, by: "domain", domain } as const;
  if (!known) {
    const row = await ctx.db.member.create({ data: { id, ...place }, select: { version: true } });
    const after = { name: person.name, email: person.email, role: place.role, status: place.status };
    emit(ctx, memberEvents.joined, { id, version: row.version, after, data });
    return;
  }
  if (known.status !== "invited" && known.status !== "placeholder")
    throw new AppError("CONFLICT", "An admin of this workspace has to invite you.");
  const after = await ctx.db.member.update({
    where: { id: known.id, ...awaited },
    data: { ...place, version: { increment: 1 } },
    select,
  });
  await ctx.db.invitation.updateMany({
    where: { memberId: known.id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  emit(ctx, memberEvents.joined, {
    id: known.id,
    version: after.version,
    ...changes({ ...known, invitations: [] }, { ...after, invitations: [] }),
    data,
  });
}

/**
 * A returning member starts with the new role only, without teams; until then the former teams see the member's
 * records.
 */
export async function clearPlace(ctx: Ctx, memberId: string): Promise<void> {
  const where = { memberId };
  const grants = await ctx.db.memberGrant.findMany({ where, select: { permission: true, effect: true } });
  const teams = await ctx.db.teamMember.findMany({ where, select: { teamId: true } });
  await ctx.db.memberGrant.deleteMany({ where });
  await ctx.db.teamMember.deleteMany({ where });
  // Removal ended its keys and follows. Any remaining one must not become active again.
  await ctx.db.recordFollow.deleteMany({ where });
  await ctx.db.apiKey.updateMany({ where: { memberId, revokedAt: null }, data: { revokedAt: new Date() } });
  for (const { permission, effect } of grants)
    emit(ctx, memberEvents.grantChanged, {
      id: memberId,
      before: { [permission]: effect },
      after: { [permission]: null },
      data: { permission },
    });
  if (teams.length > 0)
    emit(ctx, memberEvents.updated, {
      id: memberId,
      before: { teamIds: teams.map(({ teamId }) => teamId) },
      after: { teamIds: [] },
      data: {},
    });
}

/** Copies a person's name to their member; does nothing if it is the same. */
export async function copyPersonName(ctx: Ctx, name: string): Promise<void> {
  const id = ctx.member?.id;
  const before = id ? await ctx.db.member.findFirst({ where: { id }, select: { name: true, nameKey: true } }) : null;
  if (!id || !before || before.name === name) return;
  const after = { name, nameKey: foldKey(name) };
  const row = await ctx.db.member.update({
    where: { id },
    data: { ...after, version: { increment: 1 } },
    select: { version: true },
  });
  emit(ctx, memberEvents.updated, { id, version: row.version, before, after, data: {} });
}

/**
 * Copies a person's new e-mail address to their membership. Where somebody else of the workspace has it (a
 * placeholder), the membership keeps the former one.
 */
export async function copyPersonEmail(ctx: Ctx, email: string): Promise<void> {
  const id = ctx.member?.id;
  const before = id ? await ctx.db.member.findFirst({ where: { id }, select: { email: true, emailKey: true } }) : null;
  if (!id || !before || before.email === email) return;
  const after = { email, emailKey: foldKey(email) };
  if ((await ctx.db.member.count({ where: { emailKey: after.emailKey, id: { not: id } } })) > 0) return;
  const row = await ctx.db.member.update({
    where: { id },
    data: { ...after, version: { increment: 1 } },
    select: { version: true },
  });
  emit(ctx, memberEvents.updated, { id, version: row.version, before, after, data: {} });
}
