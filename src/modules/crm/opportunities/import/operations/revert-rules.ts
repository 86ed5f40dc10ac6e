import "server-only";
import { groupBy } from "@/lib/group-by";
import { ranksBetween } from "@/lib/rank";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { Imported } from "./imported-opportunity";

/** Opportunities whose stage, pipeline or account of before takes none any more, each with the reason. */
export async function withoutPlace(ctx: Ctx, records: readonly Imported[]): Promise<Map<string, string>> {
  const stageIds = [...new Set(records.map(({ after }) => after.stageId))];
  const accountIds = [...new Set(records.flatMap(({ after }) => after.accountId ?? []))];
  // They are held, so that no stage is removed and no pipeline archived while opportunities come back.
  const stages = await tenantSql<{ id: string; shut: boolean }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select s.id, s.type = 'open' and p.archived_at is not null as shut
      from stages s join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.id = any(${stageIds}::uuid[]) and s.archived_at is null
      for key share of s for share of p`,
  );
  const shut = new Set(stages.filter((stage) => stage.shut).map(({ id }) => id));
  const accounts = await ctx.db.account.findMany({ where: { id: { in: accountIds } }, select: { id: true } });
  const there = new Set([...stages, ...accounts].map((row) => row.id));
  const reasons = new Map<string, string>();
  for (const { id, after } of records) {
    const { stageId, accountId } = after;
    if (!there.has(stageId)) reasons.set(id, "Its previous stage has since been removed.");
    else if (shut.has(stageId)) reasons.set(id, "Its previous pipeline has since been archived.");
    else if (accountId !== null && !there.has(accountId))
      reasons.set(id, "Its previous account has since been deleted.");
  }
  return reasons;
}

/** Where other cards took the old places of opportunities meanwhile, they come right behind those. */
export async function freeRanks(ctx: Ctx, records: readonly Imported[]): Promise<void> {
  const rows = records.map(({ id, after, more }) => ({ id, stageId: after.stageId, rank: more.rank ?? "" }));
  const taken = await tenantSql<{ id: string; stageId: string; rank: string; next: string | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select r.id, r.stage_id as "stageId", o.rank,
             (select min(n.rank) from opportunities n
              where n.tenant_id = o.tenant_id and n.stage_id = o.stage_id and n.rank > o.rank) as next
      from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.stageId)}::uuid[],
                  ${rows.map((row) => row.rank)}::text[]) as r(id, stage_id, rank)
      join opportunities o on o.tenant_id = ${ctx.tenant.id}::uuid and o.stage_id = r.stage_id and o.rank = r.rank
      where o.id <> r.id`,
  );
  const places = new Map<string, string>();
  for (const group of groupBy(taken, ({ stageId, rank }) => `${stageId} ${rank}`).values()) {
    const [first] = group;
    if (!first) continue;
    const coming = rows.flatMap((row) => (row.stageId === first.stageId && row.rank > first.rank ? [row.rank] : []));
    const [next = null] = [...coming, ...(first.next === null ? [] : [first.next])].sort(byBytes);
    const free = ranksBetween(first.rank, next, group.length);
    for (const [index, { id }] of group.entries()) places.set(id, free[index] ?? "");
  }
  for (const one of records) one.more = { ...one.more, newRank: places.get(one.id) ?? null };
}

const byBytes = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/**
 * Stays, lines and contacts that the import had added to opportunities of others go; the stay before them is the present one
 * again.
 */
export async function undoAdditions(ctx: Ctx, records: readonly Imported[]): Promise<void> {
  const lineIds = records.flatMap(({ more }) => more.lineId ?? []);
  await ctx.db.opportunityLine.deleteMany({ where: { id: { in: lineIds } } });
  const partIds = records.flatMap(({ more }) => more.newContacts.map(({ id }) => id));
  await ctx.db.opportunityContact.deleteMany({ where: { id: { in: partIds } } });
  const moved = records.flatMap(({ id, more: { sequence } }) => (sequence === null ? [] : [{ id, sequence }]));
  const from = Prisma.sql`
    unnest(${moved.map((one) => one.id)}::uuid[], ${moved.map((one) => one.sequence)}::int[]) as r(id, sequence)`;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`delete from stage_entries e using ${from} where e.tenant_id = ${ctx.tenant.id}::uuid
               and e.opportunity_id = r.id and e.sequence > r.sequence returning 1 as done`,
  );
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`update stage_entries e set left_at = null from ${from} where e.tenant_id = ${ctx.tenant.id}::uuid
               and e.opportunity_id = r.id and e.sequence = r.sequence returning 1 as done`,
  );
}
