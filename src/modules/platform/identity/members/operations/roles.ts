import "server-only";
import { grantable } from "@/lib/roles";
import { platform } from "@/modules/platform/module";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { updateVersioned } from "@/server/versions";
import { memberEvents } from "../events";
import { openInvitation } from "../invitations/rules";
import { present, type Row, select } from "../row";
import { changeRoleInput, member, memberGrants, memberIdInput, onlyAfterJoining, setGrantInput } from "../schema";
import { memberScope } from "../scope";
import { becomeGuest } from "./guests";
import { lockOwners, refuseLastOwner, requireOwner } from "./owners";

export const changeRole = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  on: { scope: memberScope, ids: (input) => [input.id] },
  input: changeRoleInput,
  output: member,
  rest: { method: "POST", path: "/members/{id}/role" },
  describe:
    "Changes a member's role, from their next request on. Only owners can appoint and remove owners; at least one must remain. CONFLICT for a member who becomes a guest and owns records; teams, single permissions and API keys of a new guest end.",
  async run(ctx, { id, version, role }) {
    const owners = await lockOwners(ctx);
    const row = await updateVersioned<Row>(ctx, {
      event: memberEvents.roleChanged,
      id,
      version,
      columns: { role },
      select,
      load: () => ctx.db.member.findFirst({ where: { id }, select }),
      async write(expected) {
        const before = await ctx.db.member.findFirst({ where: { id }, select });
        if (role === "owner" || before?.role === "owner") await requireOwner(ctx, "appoint and remove owners");
        if (role === "owner" && before?.status !== "active") throw invalid("role", onlyAfterJoining);
        if (before) refuseLastOwner(owners, before, "change this role");
        if (role === "guest" && before?.status === "placeholder") throw invalid("role", noGuest(before.name));
        if (before && role === "guest" && before.role !== "guest") await becomeGuest(ctx, before);
        // An open invitation shows the role that it will give.
        await ctx.db.invitation.updateMany({ where: { memberId: id, ...openInvitation }, data: { role } });
        return await ctx.db.member.update({
          where: { id, version: expected },
          data: { role, version: { increment: 1 } },
          select,
        });
      },
      present: (row) => present(ctx, row),
    });
    return present(ctx, row);
  },
});

const noGuest = (name: string): string =>
  `${name} is a placeholder, who cannot be a guest: guests sign in. Invite them as a guest instead.`;

export const listGrants = platform.operation({
  kind: "query",
  permission: "member:manage",
  input: memberIdInput,
  output: memberGrants,
  rest: { method: "GET", path: "/members/{id}/grants" },
  describe: "The permissions that a member has in addition to their role, or lacks.",
  async run(ctx, input) {
    const rows = await ctx.db.memberGrant.findMany({
      where: { memberId: input.id },
      orderBy: { permission: "asc" },
      select: { permission: true, effect: true },
    });
    return rows.map((row) => ({ permission: row.permission, effect: row.effect === "allow" ? "allow" : "deny" }));
  },
});

export const setGrant = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  on: { scope: memberScope, ids: (input) => [input.id] },
  stepUp: ({ permission }) => permission === "billing:manage",
  input: setGrantInput,
  output: memberGrants,
  rest: { method: "POST", path: "/members/{id}/grants" },
  staff: "never",
  describe: "Grants a permission to a member, denies it, or with null uses the one of the role again.",
  async run(ctx, { id: memberId, permission, effect }) {
    if (effect === "allow" && !grantable.includes(permission))
      throw invalid("permission", `This permission comes only with a role. You can grant: ${grantable.join(", ")}.`);
    if (effect === "allow" && !ctx.can(permission))
      throw new AppError("FORBIDDEN", "You can grant only permissions that you have yourself. Ask an owner.");
    const row = await ctx.db.member.findFirst({ where: { id: memberId }, select });
    if (!row) throw notFound("member");
    if (row.role === "owner")
      throw new AppError("CONFLICT", `${row.name} is an owner and has every permission. Change the role first.`);
    if (row.role === "guest" && effect !== null)
      throw new AppError(
        "CONFLICT",
        `${row.name} is a guest, whose rights come only with shares. Change the role first.`,
      );
    const before = await ctx.db.memberGrant.findFirst({ where: { memberId, permission }, select: { effect: true } });
    if ((before?.effect ?? null) === effect) ctx.outcome.unchanged = true;
    else {
      await ctx.db.memberGrant.deleteMany({ where: { memberId, permission } });
      if (effect) await ctx.db.memberGrant.create({ data: { memberId, permission, effect } });
      emit(ctx, memberEvents.grantChanged, {
        id: memberId,
        before: { [permission]: before?.effect ?? null },
        after: { [permission]: effect },
        data: { permission },
      });
    }
    return await listGrants(ctx, { id: memberId });
  },
});
