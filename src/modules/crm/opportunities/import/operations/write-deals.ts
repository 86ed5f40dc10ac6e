import "server-only";
import { groupBy } from "@/lib/group-by";
import type { ImportOutcome } from "@/lib/import-rows";
import { ranksBetween } from "@/lib/rank";
import { foldKey } from "@/lib/text";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, type SetColumn, updateSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { changes, emit } from "@/server/events";
import { Retry } from "@/server/execute";
import { newId } from "@/server/new-id";
import { opportunityEvents } from "../../events";
import { parentsOf } from "../../row";
import type { Stay } from "../rules";
import { fileSource } from "../schema";
import { type DealFacts, lastRanks } from "./deal-facts";
import { rehearsedDeals } from "./rehearsed-deals";
import type { DealColumns } from "./stored-deal";

/** A deal on its way through a batch: as it was, as the rows leave it. */
export interface Deal {
  id: string;
  version: number;
  externalId: string | null;
  line: number;
  before: DealColumns | null;
  after: DealColumns;
  /** Products of its lines as they were, and the one that a row adds. */
  products: readonly string[];
  product: string | null;
  /** Number of its stay before and its beginning, and the stays that the rows add. */
  sequence: number;
  enteredAt: Date | null;
  stays: Stay[];
}

type Flat = DealColumns & { id: string; version: number; rank: string | null };

export const dealColumns: SetColumn<DealColumns>[] = [
  { column: "name", type: "text", value: (row) => row.name },
  { column: "name_key", type: "text", value: (row) => foldKey(row.name) },
  { column: "description", type: "text", value: (row) => row.description },
  { column: "account_id", type: "uuid", value: (row) => row.accountId },
  { column: "pipeline_id", type: "uuid", value: (row) => row.pipelineId },
  { column: "stage_id", type: "uuid", value: (row) => row.stageId },
  { column: "status", type: "text", value: (row) => row.status },
  { column: "amount_minor", type: "bigint", value: (row) => row.amountMinor },
  { column: "currency", type: "text", value: (row) => row.currency },
  { column: "probability", type: "int", value: (row) => row.probability },
  { column: "expected_close_date", type: "date", value: (row) => row.expectedCloseDate },
  { column: "actual_close_date", type: "date", value: (row) => row.actualCloseDate },
  { column: "closed_at", type: "timestamptz", value: (row) => row.closedAt },
  { column: "loss_reason_id", type: "uuid", value: (row) => row.lossReasonId },
  { column: "loss_detail", type: "text", value: (row) => row.lossDetail },
  { column: "lead_source", type: "text", value: (row) => row.leadSource },
  { column: "owner_id", type: "uuid", value: (row) => row.ownerId },
  { column: "stage_entered_at", type: "timestamptz", value: (row) => row.stageEnteredAt },
  { column: "touched_at", type: "timestamptz", value: (row) => row.touchedAt },
];

interface Line {
  id: string;
  deal: Deal;
  productId: string;
  price: bigint;
}
interface Entry extends Stay {
  id: string;
  opportunityId: string;
  sequence: number;
}

/** Writes the deals that a batch touched with lines, stage history and events: a fixed number of statements; a preview needs only the counts. */
export async function writeDeals(
  ctx: Ctx,
  facts: DealFacts,
  deals: readonly Deal[],
  rows: number,
  dry: boolean,
): Promise<Omit<ImportOutcome, "problems">> {
  const created = deals.filter((deal) => deal.before === null);
  const updated = deals.filter((deal) => deal.before !== null);
  const ranks = await newRanks(ctx, deals, dry);
  const flat = (deal: Deal): Flat => ({
    ...deal.after,
    id: deal.id,
    version: deal.version,
    rank: ranks.get(deal.id) ?? null,
  });
  await insertDeals(ctx, created, flat);
  if (!dry) await updateDeals(ctx, updated, flat);
  const lines = await insertLines(ctx, facts, dry ? created : deals);
  await insertStays(ctx, dry ? created : deals);
  if (dry) for (const deal of updated) rehearse(ctx, facts, deal);
  return {
    touched: dry ? [] : deals.map((deal) => tell(ctx, deal, deal.before && beforeImage(deal, facts, lines))),
    counts: {
      opportunity: {
        created: created.length,
        updated: updated.length,
        unchanged: Math.max(0, rows - created.length - updated.length),
      },
      stageEntry: { created: deals.reduce((sum, deal) => sum + deal.stays.length, 0), updated: 0, unchanged: 0 },
    },
  };
}

/** Keeps what a preview makes of a deal for its later batches. */
function rehearse(ctx: Ctx, facts: DealFacts, deal: Deal): void {
  const stored = facts.deals.get(deal.externalId ?? "");
  if (!stored) return;
  rehearsedDeals(ctx).set(deal.id, {
    ...stored,
    ...deal.after,
    products: deal.product === null ? stored.products : [...stored.products, deal.product],
    sequence: deal.sequence + deal.stays.length,
    enteredAt: deal.stays.at(-1)?.enteredAt ?? deal.enteredAt,
  });
}

/** What a revert needs to put a deal back: its columns, its place, and what the import added to it. */
function beforeImage(deal: Deal, facts: DealFacts, lines: readonly Line[]): Record<string, unknown> {
  const stored = facts.deals.get(deal.externalId ?? "");
  return {
    ...deal.before,
    amountMinor: deal.before?.amountMinor?.toString() ?? null,
    rank: stored?.rank ?? null,
    sequence: deal.stays.length > 0 ? deal.sequence : null,
    lineId: lines.find((line) => line.deal === deal)?.id ?? null,
  };
}

/** Ranks at the end of their columns for deals that come into a stage. A preview takes ranks that nobody else can have. */
async function newRanks(ctx: Ctx, deals: readonly Deal[], dry: boolean): Promise<Map<string, string>> {
  const coming = deals.filter((deal) => deal.before?.stageId !== deal.after.stageId);
  if (dry) return new Map(coming.map((deal) => [deal.id, `~${deal.id}`]));
  const byStage = groupBy(coming, (deal) => deal.after.stageId);
  if (byStage.size === 0) return new Map();
  const last = await lastRanks(ctx, [...byStage.keys()]);
  const ranks = new Map<string, string>();
  for (const [stageId, group] of byStage) {
    const free = ranksBetween(last.get(stageId) ?? null, null, group.length);
    for (const [index, deal] of group.entries()) ranks.set(deal.id, free[index] ?? "");
  }
  return ranks;
}

async function insertDeals(ctx: Ctx, deals: readonly Deal[], flat: (deal: Deal) => Flat): Promise<void> {
  const now = new Date();
  await insertSet<Flat & { externalId: string | null }>(
    ctx,
    "opportunities",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "import_id", type: "uuid", value: () => ctx.batchId },
      { column: "updated_at", type: "timestamptz", value: () => now },
      { column: "rank", type: "text", value: (row) => row.rank },
      { column: "external_source", type: "text", value: (row) => row.externalId && fileSource },
      { column: "external_id", type: "text", value: (row) => row.externalId },
      ...dealColumns,
    ],
    deals.map((deal) => ({ ...flat(deal), externalId: deal.externalId })),
  );
}

async function updateDeals(ctx: Ctx, deals: readonly Deal[], flat: (deal: Deal) => Flat): Promise<void> {
  const stay = deals.filter((deal) => deal.before?.stageId === deal.after.stageId);
  const move = deals.filter((deal) => deal.before?.stageId !== deal.after.stageId);
  const written = await updateSet<Flat>(ctx, "opportunities", dealColumns, stay.map(flat));
  const moved = await updateSet<Flat>(
    ctx,
    "opportunities",
    [{ column: "rank", type: "text", value: (row) => row.rank }, ...dealColumns],
    move.map(flat),
  );
  // Someone changed one of them between reading and writing: the batch starts again on what is there now.
  if (written.size + moved.size < deals.length) throw new Retry();
}

async function insertLines(ctx: Ctx, facts: DealFacts, deals: readonly Deal[]): Promise<Line[]> {
  const lines = deals.flatMap((deal): Line[] => {
    if (deal.product === null) return [];
    const price = deal.after.amountMinor ?? facts.products.get(deal.product)?.priceMinor ?? 0n;
    return [{ id: newId(), deal, productId: deal.product, price }];
  });
  await insertSet<Line>(
    ctx,
    "opportunity_lines",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "opportunity_id", type: "uuid", value: (row) => row.deal.id },
      { column: "product_id", type: "uuid", value: (row) => row.productId },
      { column: "quantity", type: "numeric", value: () => "1" },
      { column: "unit_price_minor", type: "bigint", value: (row) => row.price },
      { column: "position", type: "int", value: (row) => row.deal.products.length + 1 },
    ],
    lines,
  );
  return lines;
}

async function insertStays(ctx: Ctx, deals: readonly Deal[]): Promise<void> {
  const moved = deals.filter((deal) => deal.before !== null && deal.stays.length > 0);
  if (moved.length > 0) {
    await tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        update stage_entries e set left_at = r.at
        from unnest(${moved.map((deal) => deal.id)}::uuid[],
                    ${moved.map((deal) => deal.stays[0]?.enteredAt?.toISOString() ?? null)}::text[]::timestamptz[]) as r(id, at)
        where e.tenant_id = ${ctx.tenant.id}::uuid and e.opportunity_id = r.id and e.left_at is null`,
    );
  }
  const entries = deals.flatMap((deal) =>
    deal.stays.map((stay, index) => ({
      ...stay,
      id: newId(),
      opportunityId: deal.id,
      sequence: deal.sequence + index + 1,
    })),
  );
  const actorId = memberOf(ctx.actor);
  await insertSet<Entry>(
    ctx,
    "stage_entries",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "opportunity_id", type: "uuid", value: (row) => row.opportunityId },
      { column: "stage_id", type: "uuid", value: (row) => row.stageId },
      { column: "sequence", type: "int", value: (row) => row.sequence },
      { column: "entered_at", type: "timestamptz", value: (row) => row.enteredAt },
      { column: "left_at", type: "timestamptz", value: (row) => row.leftAt },
      { column: "actor_id", type: "uuid", value: () => actorId },
      { column: "source", type: "text", value: () => "import" },
    ],
    entries,
  );
}

/** The event of a deal that the batch wrote, and its line in the import's ledger. */
function tell(ctx: Ctx, deal: Deal, before: Record<string, unknown> | null): ImportOutcome["touched"][number] {
  const change = deal.before && changes(deal.before, deal.after);
  const version = deal.before ? deal.version + 1 : 1;
  emit(ctx, opportunityEvents.imported, {
    id: deal.id,
    version,
    parents: parentsOf(...(deal.before ? [deal.before, deal.after] : [deal.after])),
    before: change ? change.before : null,
    after: change ? change.after : { name: deal.after.name },
    data: { created: deal.before === null },
  });
  return {
    entity: "opportunity",
    id: deal.id,
    line: deal.line,
    action: deal.before ? "updated" : "created",
    version,
    label: deal.after.name,
    before,
  };
}
