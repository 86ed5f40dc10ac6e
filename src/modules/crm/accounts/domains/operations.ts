import "server-only";
import { foldKey } from "@/lib/text";
import type { Prisma } from "@/server/db/generated/client";
import { ownedWhere } from "@/server/scope";
import { crm } from "../../module";
import { domainUse, domainUseInput } from "./schema";

export const getDomainUse = crm.operation({
  kind: "query",
  permission: "account:view",
  input: domainUseInput,
  output: domainUse,
  describe:
    "Returns whether another account already uses a domain; imports identify accounts by domain. The name of an account that you may not see is left out.",
  async run(ctx, input) {
    const using: Prisma.AccountWhereInput = {
      domainKey: foldKey(input.domain),
      archivedAt: null,
      ...(input.id ? { id: { not: input.id } } : {}),
    };
    const seen = await ctx.db.account.findFirst({
      where: { AND: [using, ownedWhere(ctx, "account")] },
      orderBy: { id: "asc" },
      select: { id: true, name: true },
    });
    if (seen) return { account: seen, hidden: false };
    return { account: null, hidden: (await ctx.db.account.count({ where: using })) > 0 };
  },
});
