import "server-only";
import { deletedSince, type RevertOutcome, revertCallInput, revertCallOutput } from "@/lib/import-rows";
import { importScope } from "@/modules/platform/imports/scope";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { deleteSet, updateSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { crm } from "../../../module";
import { opportunityEvents } from "../../events";
import type { DealColumns } from "./deal-facts";
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
    const now = await ctx.db.opportunity.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } });
    const versions = new Map(now.map((row) => [row.id, row.version]));
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
    const restored = await restore(ctx, records, images);
    return records.map(({ id, version, before }): RevertOutcome[number] => {
      const deleted = gone.has(id);
      if (!deleted && !restored.has(id)) return { id, outcome: "kept", reason: whyKept(versions.get(id), version) };
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

function whyKept(now: number | undefined, version: number): string {
  if (now === undefined) return deletedSince;
  return now === version ? "Other records point to it." : "Somebody changed it since.";
}

async function restore(
  ctx: Ctx,
  records: readonly { id: string; version: number }[],
  images: ReadonlyMap<string, BeforeImage>,
): Promise<Set<string>> {
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
  const restored = await updateSet<Restored>(
    ctx,
    "opportunities",
    [{ column: "rank", type: "text", value: (row) => places.get(row.id) ?? row.rank }, ...dealColumns],
    rows,
  );
  await takeBackAdditions(ctx, restored, images);
  return restored;
}

/** Where another card took a deal's old place meanwhile, it comes right behind that one. */
async function freeRanks(ctx: Ctx, rows: readonly Restored[]): Promise<Map<string, string>> {
  const taken = await tenantSql<{ id: string; rank: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select r.id, o.rank from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.stageId)}::uuid[],
                                      ${rows.map((row) => row.rank)}::text[]) as r(id, stage_id, rank)
      join opportunities o on o.tenant_id = ${ctx.tenant.id}::uuid and o.stage_id = r.stage_id and o.rank = r.rank
      where o.id <> r.id`,
  );
  return new Map(taken.map(({ id, rank }) => [id, `${rank}V`]));
}

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
