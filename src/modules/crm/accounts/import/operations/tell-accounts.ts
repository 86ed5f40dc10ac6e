import "server-only";
import type { Ctx } from "@/server/context";
import { ownedWhere } from "@/server/scope";

/** Domain, website, industry or owner, for accounts of one name. */
export async function tellAccountsApart(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.account.findMany({
    where: { AND: [ownedWhere(ctx, "account"), { id: { in: [...ids] } }] },
    select: { id: true, domain: true, website: true, industry: true, owner: { select: { name: true } } },
    relationLoadStrategy: "join",
  });
  return new Map(
    rows.map(({ id, domain, website, industry, owner }) => [id, domain ?? website ?? industry ?? owner?.name ?? ""]),
  );
}

/** Industries that the workspace's accounts have already. */
export async function accountValues(ctx: Ctx, field: string): Promise<string[]> {
  if (field !== "industry") return [];
  const rows = await ctx.db.account.findMany({
    where: { AND: [ownedWhere(ctx, "account"), { NOT: { industry: null } }] },
    distinct: ["industry"],
    take: 500,
    select: { industry: true },
  });
  return rows.flatMap((row) => row.industry ?? []);
}
