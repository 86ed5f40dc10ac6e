import "server-only";
import { groupBy } from "@/lib/group-by";
import { deletedSince, type RevertOutcome, revertCallInput, revertCallOutput } from "@/lib/import-rows";
import { ranksBetween } from "@/lib/rank";
import { importScope } from "@/modules/platform/imports/scope";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { deleteSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { updateWhatFits } from "@/server/db/update-what-fits";
import { emit } from "@/server/events";
import { crm } from "../../../module";
import { opportunityEvents } from "../../events";
import type { DealColumns } from "./stored-deal";
import { dealColumns } from "./write-deals";

interface BeforeImage extends Omit<DealColumns, "amountMinor" | "closedAt" | "stageEnteredAt" | "touchedAt"> {
  amountMinor: string | null;
  closedAt: string | null;
  stageEnteredAt: string | null;
  touchedAt: string | null;
  rank: string;
  sequence: number | null;
  lineId: string | null;
}
type Restored = DealColumns & { id: string; version: number; rank: string };

export const revertOpportunities = crm.operation({
  kind: "mutation",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: revertCallInput,
  output: revertCallOutput,
  describe: "Takes imported deals back where nobody changed them since: new ones go, changed ones are as before.",
  async run(ctx, { records }) {
    const ids = records.map((record) => record.id);
    const gone = await deleteSet(
      ctx,
      "opportunities",
      records.filter((record) => record.action === "created"),
    );
    const images = new Map(
      records.flatMap(({ id, action, before }) =>
        action === "updated" && before ? [[id, before as unknown as BeforeImage] as const] : [],
      ),
    );
    const homeless = await withoutPlace(ctx, images);
    const fitting = new Map([...images].filter(([id]) => !homeless.has(id)));
    const { written: restored, refused } = await restore(ctx, records, fitting);
    // As they are now: somebody may have changed them while this waited.
    const now = await ctx.db.opportunity.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } });
    const versions = new Map(now.map((row) => [row.id, row.version]));
    return records.map(({ id, version, before }): RevertOutcome[number] => {
      const deleted = gone.has(id);
      if (!deleted && !restored.has(id)) {
        const now = versions.get(id);
        const reason = now === version ? (homeless.get(id) ?? (refused.has(id) ? doesNotFit : null)) : null;
        return { id, outcome: "kept", reason: reason ?? whyKept(now, version) };
      }
      emit(ctx, opportunityEvents.importReverted, {
        id,
        version: deleted ? version : version + 1,
        after: deleted ? null : before,
        data: { deleted },
      });
      return { id, outcome: deleted ? "deleted" : "restored", reason: null };
    });
  },
});

const doesNotFit = "What it was before does not fit to what is there now.";

/** Opportunities whose stage, pipeline or account of before takes none any more, each with the reason. */
async function withoutPlace(ctx: Ctx, images: ReadonlyMap<string, BeforeImage>): Promise<Map<string, string>> {
  const all = [...images.values()];
  const stageIds = [...new Set(all.map((image) => image.stageId))];
  const accountIds = [...new Set(all.flatMap((image) => image.accountId ?? []))];
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
  for (const [id, { stageId, accountId }] of images) {
    if (!there.has(stageId)) reasons.set(id, "The stage that it was in before was removed since.");
    else if (shut.has(stageId)) reasons.set(id, "The pipeline that it was in before was archived since.");
    else if (accountId !== null && !there.has(accountId))
      reasons.set(id, "The account that it belonged to before was deleted since.");
  }
  return reasons;
}

function whyKept(now: number | undefined, version: number): string {
  if (now === undefined) return deletedSince;
  return now === version ? "Other records point to it." : "Somebody changed it since.";
}

async function restore(
  ctx: Ctx,
  records: readonly { id: string; version: number }[],
  images: ReadonlyMap<string, BeforeImage>,
): Promise<{ written: Set<string>; refused: Set<string> }> {
  const rows = records.flatMap(({ id, version }): Restored[] => {
    const image = images.get(id);
    if (!image) return [];
    const { sequence: _sequence, lineId: _lineId, amountMinor, closedAt, stageEnteredAt, touchedAt, ...same } = image;
    const at = (text: string | null) => (text === null ? null : new Date(text));
    return [
      {
        ...same,
        id,
        version,
        amountMinor: amountMinor === null ? null : BigInt(amountMinor),
        closedAt: at(closedAt),
        stageEnteredAt: at(stageEnteredAt),
        touchedAt: at(touchedAt),
      },
    ];
  });
  const places = await freeRanks(ctx, rows);
  const outcome = await updateWhatFits<Restored>(
    ctx,
    "opportunities",
    [{ column: "rank", type: "text", value: (row) => places.get(row.id) ?? row.rank }, ...dealColumns],
    rows,
  );
  await takeBackAdditions(ctx, outcome.written, images);
  return outcome;
}

/** Where other cards took the old places of deals meanwhile, they come right behind those. */
async function freeRanks(ctx: Ctx, rows: readonly Restored[]): Promise<Map<string, string>> {
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
  return places;
}

const byBytes = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** Stays and lines that the import had added to deals of others go; the stay before them is the present one again. */
async function takeBackAdditions(
  ctx: Ctx,
  restored: ReadonlySet<string>,
  images: ReadonlyMap<string, BeforeImage>,
): Promise<void> {
  const back = [...images].filter(([id]) => restored.has(id));
  const lineIds = back.flatMap(([, image]) => image.lineId ?? []);
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`delete from opportunity_lines
               where tenant_id = ${ctx.tenant.id}::uuid and id = any(${lineIds}::uuid[]) returning 1 as done`,
  );
  const moved = back.flatMap(([id, { sequence }]) => (sequence === null ? [] : [{ id, sequence }]));
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
