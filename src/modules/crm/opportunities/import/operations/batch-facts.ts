import "server-only";
import type { ImportOptions } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { Retry } from "@/server/execute";
import { readable } from "@/server/readable";
import type { OwnedRow } from "@/server/scope";
import { contactOperations } from "../../../contacts/operations";
import { answersOf } from "../../../pipelines/import/operations/batch-answers";
import { inBoardOrder } from "../../../pipelines/rules";
import { type OpportunityImportRow, type RowQuestion, rowAnswers } from "../schema";
import { type LossReasons, lossReasonsIn } from "./loss-reasons";

export interface StageFact {
  id: string;
  pipelineId: string;
  type: string;
  position: number;
  isDefault: boolean;
  pipelineArchived: boolean;
}

export interface ProductFact {
  id: string;
  name: string;
  priceMinor: bigint | null;
  currency: string | null;
}

/** Loads the data that a batch of opportunities needs besides its records, in one statement for each kind. */
export interface BatchFacts {
  stages: Map<string, StageFact>;
  /** The stage of opportunities whose file names none. */
  firstStage: StageFact | undefined;
  /** The open stage in which opportunities of the file begin; undefined if it has been removed. */
  startStage: StageFact | undefined;
  products: Map<string, ProductFact>;
  /** Of the contacts that rows name, those that the actor may point to. */
  contactIds: ReadonlySet<string>;
  answers: Readonly<Partial<Record<RowQuestion, string | null | undefined>>>;
  lossReasons: LossReasons;
  /** Whether the actor reads prices and values: a hidden price becomes no value. */
  readsPrices: boolean;
}

export async function batchFacts(
  ctx: Ctx,
  rows: readonly OpportunityImportRow[],
  options: ImportOptions,
): Promise<BatchFacts> {
  const tenant = ctx.tenant.id;
  const productIds = [...new Set(rows.flatMap(({ product }) => product ?? []))];
  const products = await tenantSql<ProductFact>(
    tenant,
    ctx.db,
    Prisma.sql`
      select t.id, t.name, t.price_minor as "priceMinor", t.currency
      from ${rowsByKey(ctx, "products", "id", productIds, "uuid")}`,
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
  const { pipelineId, startStageId } = answersOf(options);
  const here = stages.filter((stage) => (pipelineId ? stage.pipelineId === pipelineId : stage.isDefault));
  return {
    stages: new Map(stages.map((stage) => [stage.id, stage])),
    firstStage: inBoardOrder(here)[0],
    startStage: stages.find(({ id }) => id === startStageId),
    products: new Map(products.map((row) => [row.id, row])),
    contactIds: await seenContacts(ctx, rows),
    lossReasons: await lossReasonsIn(ctx, rows),
    answers: rowAnswers.safeParse(options.answers).data ?? {},
    readsPrices: readable(ctx, "product").has("price") && readable(ctx, "opportunity").has("amount"),
  };
}

async function seenContacts(ctx: Ctx, rows: readonly OpportunityImportRow[]): Promise<Set<string>> {
  const ids = [...new Set(rows.flatMap(({ contact = [] }) => contact.map(({ contactId }) => contactId)))];
  if (ids.length === 0) return new Set();
  const found = await tenantSql<OwnedRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select t.id, t.owner_id as "ownerId" from ${rowsByKey(ctx, "contacts", "id", ids, "uuid")}`,
  );
  return new Set(found.filter((row) => contactOperations.scope.sees(ctx, row)).map(({ id }) => id));
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
