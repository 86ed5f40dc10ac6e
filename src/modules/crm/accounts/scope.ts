import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { defineScope, ownedWhere } from "@/server/scope";

/** Accounts that the actor may see. */
export function visibleAccounts(ctx: Ctx): Prisma.AccountWhereInput {
  return ownedWhere(ctx, "account");
}

export const accountScope = defineScope({
  entity: "account",
  noun: "account",
  edit: "account:edit",
  owned: true,
  load: (ctx, ids) =>
    ctx.db.account.findMany({
      where: { AND: [{ id: { in: ids } }, visibleAccounts(ctx)] },
      select: { id: true, ownerId: true },
    }),
  names: (ctx, ids) => ctx.db.account.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
});
