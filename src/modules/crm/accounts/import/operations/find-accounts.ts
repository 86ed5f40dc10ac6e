import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { ownedWhere } from "@/server/scope";
import { accountOperations } from "../../operations";

/** Accounts that a file names, by name or domain. */
export async function findAccounts(ctx: Ctx, keys: readonly string[]) {
  const rows = await tenantSql<{ key: string; id: string; label: string; ownerId: string | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select k.key, t.id, t.name as label, t.owner_id as "ownerId"
      from ${rowsByKey(ctx, "accounts", "name_key", keys)} where t.archived_at is null
      union
      select k.key, t.id, t.name, t.owner_id
      from ${rowsByKey(ctx, "accounts", "domain_key", keys)} where t.archived_at is null`,
  );
  return rows.filter((row) => accountOperations.scope.sees(ctx, row));
}

export async function accountCandidates(ctx: Ctx) {
  const rows = await ctx.db.account.findMany({
    where: { AND: [ownedWhere(ctx, "account"), { archivedAt: null }] },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: 20_000,
    select: { id: true, name: true },
  });
  return rows.map(({ id, name }) => ({ id, label: name }));
}

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
