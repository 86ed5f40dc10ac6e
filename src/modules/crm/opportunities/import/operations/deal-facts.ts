import "server-only";
import type { ImportCall } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { Retry } from "@/server/execute";
import { accountOperations } from "../../../accounts/operations";
import { inBoardOrder } from "../../../pipelines/rules";
import { opportunityScope } from "../../scope";
import { fileSource, type OpportunityImportRow } from "../schema";
import { rehearsedDeals } from "./rehearsed-deals";
import type { StoredDeal } from "./stored-deal";

export interface StageFact {
  id: string;
  pipelineId: string;
  type: string;
  position: number;
  isDefault: boolean;
  pipelineArchived: boolean;
}

interface ProductFact {
  id: string;
  name: string;
  priceMinor: bigint | null;
  currency: string | null;
}

/** What a batch of deals needs to know: one statement for each kind, whatever the number of rows. */
export interface DealFacts {
  deals: Map<string, StoredDeal>;
  /** External ids of deals that the actor does not see: they are taken. */
  unseen: Set<string>;
  stages: Map<string, StageFact>;
  /** The stage of deals whose file names none. */
  firstStage: StageFact | undefined;
  accounts: Map<string, string>;
  products: Map<string, ProductFact>;
  owners: Set<string>;
}

const idsOf = (values: readonly (string | null | undefined)[]) => [...new Set(values.filter((id) => id != null))];

export async function dealFacts(
  ctx: Ctx,
  rows: readonly OpportunityImportRow[],
  { options, dry }: Pick<ImportCall, "options" | "dry">,
): Promise<DealFacts> {
  const tenant = ctx.tenant.id;
  const externalIds = idsOf(rows.map((row) => row.externalId));
  const accounts = await tenantSql<{ id: string; name: string; ownerId: string | null }>(
    tenant,
    ctx.db,
    Prisma.sql`
      select t.id, t.name, t.owner_id as "ownerId"
      from ${rowsByKey(ctx, "accounts", "id", idsOf(rows.map((row) => row.account)), "uuid")}`,
  );
  const products = await tenantSql<ProductFact>(
    tenant,
    ctx.db,
    Prisma.sql`
      select t.id, t.name, t.price_minor as "priceMinor", t.currency
      from ${rowsByKey(ctx, "products", "id", idsOf(rows.map((row) => row.product)), "uuid")}`,
  );
  const owners = await tenantSql<{ id: string }>(
    tenant,
    ctx.db,
    Prisma.sql`
      select t.id from ${rowsByKey(ctx, "members", "id", idsOf([options.ownerId, ...rows.map((row) => row.owner)]), "uuid")}
      where t.status <> 'removed'`,
  );
  const stages = await tenantSql<StageFact>(
    tenant,
    ctx.db,
    Prisma.sql`
      select s.id, s.pipeline_id as "pipelineId", s.type, s.position, p.is_default as "isDefault",
        p.archived_at is not null as "pipelineArchived"
      from stages s join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
      where s.tenant_id = ${tenant}::uuid and s.archived_at is null`,
  );
  const here = stages.filter((stage) =>
    options.pipelineId ? stage.pipelineId === options.pipelineId : stage.isDefault,
  );
  const stored = externalIds.length > 0 ? await storedDeals(ctx, externalIds) : [];
  const rehearsed = dry ? rehearsedDeals(ctx) : new Map<string, StoredDeal>();
  const deals = stored.map((deal) => rehearsed.get(deal.id) ?? deal);
  const sees = (deal: StoredDeal) => opportunityScope.sees(ctx, deal);
  return {
    deals: new Map(deals.filter(sees).map((deal) => [deal.externalId, deal])),
    unseen: new Set(deals.filter((deal) => !sees(deal)).map((deal) => deal.externalId)),
    stages: new Map(stages.map((stage) => [stage.id, stage])),
    firstStage: inBoardOrder(here)[0],
    accounts: new Map(
      accounts.filter((row) => accountOperations.scope.sees(ctx, row)).map((row) => [row.id, row.name]),
    ),
    products: new Map(products.map((row) => [row.id, row])),
    owners: new Set(owners.map((row) => row.id)),
  };
}

/** All deals of these external ids, those too that the actor does not see. */
async function storedDeals(ctx: Ctx, externalIds: readonly string[]): Promise<StoredDeal[]> {
  return await tenantSql<StoredDeal>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select o.id, o.version, o.external_id as "externalId", o.rank, o.name, o.description,
             o.account_id as "accountId", o.pipeline_id as "pipelineId", o.stage_id as "stageId", o.status,
             o.amount_minor as "amountMinor", o.currency, o.probability,
             o.expected_close_date::text as "expectedCloseDate", o.actual_close_date::text as "actualCloseDate",
             o.closed_at as "closedAt", o.loss_reason_id as "lossReasonId",
             o.loss_detail as "lossDetail", o.lead_source as "leadSource", o.owner_id as "ownerId",
             o.stage_entered_at as "stageEnteredAt", o.touched_at as "touchedAt",
             array(select l.product_id::text from opportunity_lines l
                   where l.tenant_id = o.tenant_id and l.opportunity_id = o.id) as products,
             coalesce(e.sequence, 0)::int as sequence, e.entered_at as "enteredAt"
      from unnest(${externalIds}::text[]) as k(key)
      cross join lateral (
        select * from opportunities x where x.tenant_id = ${ctx.tenant.id}::uuid
          and x.external_source = ${fileSource} and x.external_id = k.key offset 0
      ) as o
      left join lateral (
        select sequence, entered_at from stage_entries
        where tenant_id = o.tenant_id and opportunity_id = o.id order by sequence desc limit 1
      ) as e on true`,
  );
}

/**
 * The last rank of each stage, for cards that are put at its end; null where it has none. The stages are held, so that none
 * is taken away, nor its pipeline archived, before the cards are in. Throws Retry where that came first.
 */
export async function lastRanks(ctx: Ctx, stageIds: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await tenantSql<{ stageId: string; rank: string | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select s.id as "stageId",
             (select o.rank from opportunities o where o.tenant_id = ${ctx.tenant.id}::uuid and o.stage_id = s.id
              order by o.rank desc limit 1) as rank
      from stages s join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.id = any(${stageIds}::uuid[]) and s.archived_at is null
        and (s.type <> 'open' or p.archived_at is null)
      for key share of s for share of p`,
  );
  if (rows.length < stageIds.length) throw new Retry();
  return new Map(rows.map((row) => [row.stageId, row.rank]));
}
