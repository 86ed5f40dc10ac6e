import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";

/** Members and placeholders that a file names, by full name or e-mail address. */
export async function findMembers(ctx: Ctx, keys: readonly string[]) {
  return await tenantSql<{ key: string; id: string; label: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select k.key, t.id, t.name as label from ${rowsByKey(ctx, "members", "name_key", keys)}
      where t.status <> 'removed'
      union
      select k.key, t.id, t.name from ${rowsByKey(ctx, "members", "email_key", keys)} where t.status <> 'removed'`,
  );
}

/** Of these names, those of removed members: they stay the owners of their records, and get no further ones. */
export async function findRemovedMembers(ctx: Ctx, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tenantSql<{ key: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select k.key from ${rowsByKey(ctx, "members", "name_key", keys)} where t.status = 'removed'`,
  );
  return new Set(rows.map(({ key }) => key));
}

export async function memberCandidates(ctx: Ctx) {
  const rows = await ctx.db.member.findMany({
    where: { status: { not: "removed" } },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: 20_000,
    select: { id: true, name: true },
  });
  return rows.map(({ id, name }) => ({ id, label: name }));
}

/** E-mail address or teams, to distinguish members with the same name. */
export async function distinguishMembers(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.member.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, email: true, teams: { select: { team: { select: { name: true } } } } },
  });
  return new Map(rows.map(({ id, email, teams }) => [id, email ?? teams.map(({ team }) => team.name).join(", ")]));
}
