import "server-only";
import { planEvents } from "@/lib/plan-events";
import { seatText } from "@/lib/plan-notices";
import type { Role } from "@/lib/role-rows";
import { foldKey } from "@/lib/text";
import { registerVerified } from "@/modules/platform/identity/auth/operations/person";
import { type JoiningPerson, joinInvited } from "@/modules/platform/identity/members/operations/joining";
import { identity } from "@/modules/platform/module";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx, type IdentityCtx } from "@/server/context";
import { tokenHash } from "@/server/crypto";
import { platformClient, platformQuery } from "@/server/db/client";
import { deletionReason, notDeleted } from "@/server/deletion-due";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { noteIdentity } from "@/server/identity-events";
import { requireRoom } from "@/server/limits";
import { type Limit, spend, throttle } from "@/server/rate-limit";
import { workspaceIdentityEvents } from "../events";
import { acceptedInvitation, acceptInvitationInput, openedInvitation, openInvitationInput } from "../schema";

const perAddress: Limit = {
  name: "invitation-address",
  points: 60,
  seconds: 900,
  refusal: (wait) => `Too many attempts from your network. Wait ${wait}.`,
};

const perMissingSeat: Limit = { name: "missing-seat", points: 1, seconds: 86_400, refusal: (wait) => `Wait ${wait}.` };

interface InvitationRow {
  id: string;
  tenant_id: string;
  member_id: string;
  email: string;
  email_key: string;
  role: Role;
  expires_at: Date;
  accepted_at: Date | null;
  revoked_at: Date | null;
  member_name: string;
  invited_by: string;
  workspace: string;
}

/** The invitation of a valid link. NOT_FOUND, with the reason and who can help, for any other. */
async function requireInvitation(ctx: IdentityCtx, token: string): Promise<InvitationRow> {
  await throttle(perAddress, ctx.address);
  const [row] = await platformQuery<InvitationRow>(
    "invitation-by-token",
    `select i.id, i.tenant_id, i.member_id, i.email, i.email_key, i.role, i.expires_at, i.accepted_at, i.revoked_at,
            m.name member_name, b.name invited_by, t.name workspace
     from invitations i
     join tenants t on t.id = i.tenant_id and ${notDeleted}
     join members m on m.tenant_id = i.tenant_id and m.id = i.member_id
     join members b on b.tenant_id = i.tenant_id and b.id = i.invited_by_id
     where i.token_hash = $1`,
    [tokenHash(token)],
  );
  if (!row)
    throw invalidInvitation(
      "This invitation does not exist. The link may be incomplete.",
      "Open it from the e-mail again.",
    );
  const ask = `Ask ${row.invited_by} for a new one.`;
  if (row.accepted_at) throw invalidInvitation("This invitation was already accepted.", "Sign in to continue.");
  if (row.revoked_at) throw invalidInvitation("This invitation was revoked or replaced by a newer one.", ask);
  if (row.expires_at.getTime() <= Date.now()) throw invalidInvitation("This invitation has expired.", ask);
  return row;
}

const invalidInvitation = (reason: string, next: string) => new AppError("NOT_FOUND", `${reason} ${next}`);

async function hasAccount(emailKey: string): Promise<boolean> {
  const person = await platformClient().user.findUnique({ where: { emailKey }, select: { emailVerifiedAt: true } });
  return Boolean(person?.emailVerifiedAt);
}

export const openInvitation = identity.operation({
  kind: "query",
  permission: "anonymous",
  input: openInvitationInput,
  output: openedInvitation,
  describe:
    "The workspace and role of an invitation link. NOT_FOUND, with the reason, if it was used, revoked or has expired.",
  async run(ctx, input) {
    const row = await requireInvitation(ctx, input.token);
    return {
      workspace: row.workspace,
      invitedBy: row.invited_by,
      email: row.email,
      name: row.member_name,
      role: row.role,
      expiresAt: row.expires_at.toISOString(),
      hasAccount: await hasAccount(row.email_key),
      signedInAs: ctx.actor.type === "person" ? ctx.actor.email : null,
    };
  },
});

export const acceptInvitation = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: acceptInvitationInput,
  output: acceptedInvitation,
  describe:
    "Joins the workspace of an invitation, signed in with its e-mail address or as a new person with a password.",
  async run(ctx, input) {
    const row = await requireInvitation(ctx, input.token);
    const tenant = await tenantById(row.tenant_id);
    if (!tenant) throw notFound("workspace");
    if (tenant.status === "suspended")
      throw new AppError(
        "FORBIDDEN",
        `${tenant.name} is suspended. Ask ${row.invited_by} when it will be available again.`,
      );
    const deletion = deletionReason(tenant);
    if (deletion !== null) throw new AppError("FORBIDDEN", `${deletion} Ask ${row.invited_by} about it.`);
    const system = createCtx({ tenant, actor: { type: "system", job: "joining", reason: "seats" }, member: null });
    // Asked before too: nobody gets an account for a workspace that has no seat.
    await seatNotice(system, row, () => requireRoom(system, "seats"));
    const person = await joiningPerson(ctx, row, input.person);
    const member = { id: row.member_id, name: person.name, role: row.role };
    const actor = { type: "user" as const, memberId: row.member_id, userId: person.userId };
    const joining = createCtx({ tenant, actor, member, requestId: ctx.requestId });
    await seatNotice(system, row, () => inTransaction(joining, (inner) => joinInvited(inner, row.id, person)));
    await noteIdentity(platformClient(), ctx, workspaceIdentityEvents.acceptedInvitation, {
      userId: person.userId,
      data: { tenantId: tenant.id, invitationId: row.id },
    });
    return { slug: tenant.slug, email: person.email };
  },
});

/** Tells owners and admins of a refusal for want of a seat, at most once a day for each invitation. */
async function seatNotice<T>(system: Ctx, row: InvitationRow, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const most = error instanceof AppError && error.code === "LIMIT_REACHED" ? error.details?.most : undefined;
    if (typeof most !== "number") throw error;
    const { id, name } = system.tenant;
    if ((await spend(perMissingSeat, row.id)) === 0)
      await inTransaction(system, async (inner) =>
        emit(inner, planEvents.seatMissing, { id, data: { text: seatText(row.email, most), email: row.email } }),
      );
    throw new AppError(
      "LIMIT_REACHED",
      `${name} has no seat left. Its owners were notified. Try the link again later.`,
    );
  }
}

/** The joining person: the one signed in with the invited address, or a new one with that address. */
async function joiningPerson(
  ctx: IdentityCtx,
  row: InvitationRow,
  person: { name: string; password: string } | undefined,
): Promise<JoiningPerson> {
  if (ctx.actor.type === "person") {
    const { userId, name, email } = ctx.actor;
    if (foldKey(email) === row.email_key) return { userId, name, email };
    throw new AppError(
      "FORBIDDEN",
      `This invitation is for ${row.email}, and you are signed in as ${email}. Sign out and open the link again.`,
    );
  }
  if (!person)
    throw new AppError(
      "UNAUTHENTICATED",
      `Sign in as ${row.email}, or choose a name and a password to create an account.`,
    );
  const { id, name } = await registerVerified(ctx, { ...person, email: row.email });
  return { userId: id, name, email: row.email };
}
