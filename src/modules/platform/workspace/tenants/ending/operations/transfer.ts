import "server-only";
import { memberEvents } from "@/modules/platform/identity/members/events";
import { lockOwners } from "@/modules/platform/identity/members/operations/owners";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { changes, emit } from "@/server/events";
import { workspaceEvents } from "../../events";
import { transferInput, transferred } from "../schema";

// At once and without the other's consent, as with changeRole: the new owner gets an e-mail and can hand it on.
export const transferOwnership = platform.operation({
  kind: "mutation",
  permission: "workspace:own",
  changesAccess: true,
  stepUp: true,
  staff: "never",
  uses: [{ scope: memberScope, ids: (input) => [input.memberId] }],
  input: transferInput,
  output: transferred,
  describe:
    "Makes another active member the owner in the caller's place. The caller becomes an admin; both get an e-mail.",
  async run(ctx, { memberId }) {
    const owners = await lockOwners(ctx);
    const me = memberOf(ctx.actor);
    if (!me) throw new AppError("FORBIDDEN", "Only owners can transfer a workspace.");
    if (owners.some(({ id }) => id === memberId)) throw invalid("memberId", "This member is already an owner.");
    await setRole(ctx, memberId, "owner");
    await setRole(ctx, me, "admin");
    emit(ctx, workspaceEvents.ownershipTransferred, { id: ctx.tenant.id, data: { fromId: me, toId: memberId } });
    return { ownerId: memberId, adminId: me };
  },
});

async function setRole(ctx: Ctx, id: string, role: "owner" | "admin"): Promise<void> {
  const before = await ctx.db.member.findFirst({ where: { id }, select: { role: true, status: true } });
  if (!before) throw notFound("member");
  if (before.status !== "active") throw invalid("memberId", "Choose a member who can sign in.");
  const after = await ctx.db.member.update({
    where: { id, status: "active" },
    data: { role, version: { increment: 1 } },
    select: { role: true, version: true },
  });
  emit(ctx, memberEvents.roleChanged, {
    id,
    version: after.version,
    ...changes({ role: before.role }, { role: after.role }),
    data: {},
  });
}
