import "server-only";
import { orList } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { requireProof } from "@/server/step-up";

interface Owner {
  id: string;
  name: string;
}

/** The owners who can sign in, locked until the transaction ends: the last two must not leave at the same time. */
export function lockOwners(ctx: Ctx): Promise<Owner[]> {
  return tenantSql<Owner>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id, name from members
      where tenant_id = ${ctx.tenant.id}::uuid and role = 'owner' and status = 'active'
      order by id for update`,
  );
}

/** Only owners appoint and remove owners, after a proof that it is them. FORBIDDEN names who can. */
export async function requireOwner(ctx: Ctx, act: string): Promise<void> {
  if (ctx.can("workspace:own")) return requireProof(ctx.actor);
  const owners = await ctx.db.member.findMany({
    where: { role: "owner", status: "active" },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: 3,
    select: { name: true },
  });
  const names = orList(owners.map((owner) => owner.name));
  throw new AppError("FORBIDDEN", `Only owners can ${act}. Ask ${names || "an owner"}.`, {
    permission: "workspace:own",
  });
}

/** CONFLICT when this member is the only owner who can sign in. */
export function refuseLastOwner(owners: readonly Owner[], member: Owner, act: string): void {
  if (owners.length === 1 && owners[0]?.id === member.id)
    throw new AppError(
      "CONFLICT",
      `${member.name} is the only owner, and a workspace needs one. Make another member an owner before you ${act}.`,
    );
}
