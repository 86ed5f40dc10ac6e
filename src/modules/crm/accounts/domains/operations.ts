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
    "Returns another account that you may see and that already uses a domain; imports identify accounts by domain.",
  async run(ctx, input) {
    const using: Prisma.AccountWhereInput = {
      domainKey: foldKey(input.domain),
      archivedAt: null,
      ...(input.id ? { id: { not: input.id } } : {}),
    };
    // Nothing is said of hidden accounts: anybody could learn which firms are customers.
    const account = await ctx.db.account.findFirst({
      where: { AND: [using, ownedWhere(ctx, "account")] },
      orderBy: { id: "asc" },
      select: { id: true, name: true },
    });
    return { account };
  },
});
