import { faker } from "@faker-js/faker";
import { v7 } from "uuid";
import { loadPipelines } from "@/modules/crm/pipelines/operations";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, rowsAsSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { type Firm, type Sale, type Tale, type TaleEvent, type TaleStay, taleOf } from "./tales";

/**
 * Gives imported opportunities a past: the stages in between, close dates that slipped, ways back, losses with their reasons.
 * Their versions stay, so that the import can still be reverted.
 */
export async function tellPast(given: Ctx, seed: number): Promise<void> {
  faker.seed(seed);
  await inTransaction(
    given,
    async (ctx) => {
      const firm = await firmOf(ctx);
      const tales = (await salesOf(ctx)).map((sale) => taleOf(sale, firm));
      await writeColumns(ctx, tales);
      await writeStays(ctx, tales);
      await writeEvents(ctx, tales);
    },
    { timeoutMs: 60_000 },
  );
}

async function firmOf(ctx: Ctx): Promise<Firm> {
  const pipelines = await loadPipelines(ctx);
  const competitors = await ctx.db.account.findMany({
    where: { type: "competitor" },
    select: { id: true },
    orderBy: { nameKey: "asc" },
  });
  const members = await ctx.db.member.findMany({ select: { id: true }, orderBy: { id: "asc" } });
  return {
    stages: new Map(pipelines.map(({ id, stages }) => [id, stages])),
    lossReasons: new Map(
      pipelines.map(({ id, lossReasons }) => [id, new Map(lossReasons.map((one) => [one.name, one.id]))]),
    ),
    competitorIds: competitors.map(({ id }) => id),
    ownerIds: members.map(({ id }) => id),
    now: new Date(),
  };
}

/** All opportunities, in the order of the file. */
const salesOf = (ctx: Ctx) =>
  tenantSql<Sale>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select o.id, o.status, o.pipeline_id as "pipelineId", o.stage_id as "stageId", o.account_id as "accountId",
        o.owner_id as "ownerId", o.amount_minor as "amountMinor", o.currency,
        o.expected_close_date as "expectedCloseDate", e.entered_at as "startedAt", o.stage_entered_at as "enteredAt"
      from opportunities o
      join stage_entries e on e.tenant_id = o.tenant_id and e.opportunity_id = o.id and e.sequence = 1
      where o.tenant_id = ${ctx.tenant.id}::uuid and e.entered_at is not null and o.stage_entered_at is not null
      order by o.external_id`,
  );

async function writeColumns(ctx: Ctx, tales: readonly Tale[]): Promise<void> {
  const changed = tales.filter(
    ({ sale, closeDatePushes, lossReasonId, competitorId, expectedCloseDate }) =>
      closeDatePushes > 0 || lossReasonId || competitorId || expectedCloseDate !== sale.expectedCloseDate,
  );
  if (changed.length === 0) return;
  const rows = rowsAsSet<Tale>(
    [
      { column: "id", type: "uuid", value: ({ sale }) => sale.id },
      { column: "expected_close_date", type: "date", value: (tale) => tale.expectedCloseDate },
      { column: "close_date_pushes", type: "int", value: (tale) => tale.closeDatePushes },
      { column: "loss_reason_id", type: "uuid", value: (tale) => tale.lossReasonId },
      { column: "loss_detail", type: "text", value: (tale) => tale.lossDetail },
      { column: "competitor_id", type: "uuid", value: (tale) => tale.competitorId },
    ],
    changed,
  );
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update opportunities o
      set expected_close_date = r.expected_close_date, close_date_pushes = r.close_date_pushes,
          loss_reason_id = r.loss_reason_id, loss_detail = r.loss_detail, competitor_id = r.competitor_id
      from ${rows} where o.tenant_id = ${ctx.tenant.id}::uuid and o.id = r.id`,
  );
}

async function writeStays(ctx: Ctx, tales: readonly Tale[]): Promise<void> {
  // An opportunity whose way has no stage in between keeps the stays of its import.
  const longer = tales.filter(({ sale, stays }) => stays.length > (sale.status === "open" ? 1 : 2));
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      delete from stage_entries
      where tenant_id = ${ctx.tenant.id}::uuid and opportunity_id = any(${longer.map(({ sale }) => sale.id)}::uuid[])`,
  );
  await insertSet<TaleStay & { sale: Sale; sequence: number }>(
    ctx,
    "stage_entries",
    [
      { column: "id", type: "uuid", value: () => newId() },
      { column: "opportunity_id", type: "uuid", value: ({ sale }) => sale.id },
      { column: "stage_id", type: "uuid", value: (stay) => stay.stageId },
      { column: "sequence", type: "int", value: (stay) => stay.sequence },
      { column: "entered_at", type: "timestamptz", value: (stay) => stay.enteredAt },
      { column: "left_at", type: "timestamptz", value: (stay) => stay.leftAt },
      { column: "actor_id", type: "uuid", value: ({ sale }) => sale.ownerId },
      { column: "source", type: "text", value: (stay) => stay.source },
    ],
    longer.flatMap(({ sale, stays }) => stays.map((stay, place) => ({ ...stay, sale, sequence: place + 1 }))),
  );
}

interface PastEvent extends TaleEvent {
  id: string;
  sale: Sale;
}

/** Events whose ids follow their dates: a timeline is ordered by ids. */
async function writeEvents(ctx: Ctx, tales: readonly Tale[]): Promise<void> {
  const events = tales.flatMap(({ sale, events: told }) =>
    told.map((event): PastEvent => ({ ...event, sale, id: v7({ msecs: event.at.getTime() }) })),
  );
  const actorOf = ({ memberId }: PastEvent) =>
    memberId ? { type: "user", memberId } : { type: "system", job: "demo", reason: "No owner" };
  await insertSet<PastEvent>(
    ctx,
    "events",
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "name", type: "text", value: ({ name }) => name },
      { column: "entity", type: "text", value: () => "opportunity" },
      { column: "entity_id", type: "uuid", value: ({ sale }) => sale.id },
      { column: "actor", type: "jsonb", value: actorOf },
      { column: "actor_member_id", type: "uuid", value: ({ memberId }) => memberId },
      { column: "before", type: "jsonb", value: ({ before }) => before },
      { column: "after", type: "jsonb", value: ({ after }) => after },
      { column: "data", type: "jsonb", value: ({ data }) => data },
      { column: "request_id", type: "text", value: () => ctx.requestId },
      { column: "at", type: "timestamptz", value: ({ at }) => at },
    ],
    events,
  );
  await insertSet<PastEvent>(
    ctx,
    "event_subjects",
    [
      { column: "event_id", type: "uuid", value: ({ id }) => id },
      { column: "entity", type: "text", value: () => "account" },
      { column: "entity_id", type: "uuid", value: ({ sale }) => sale.accountId },
    ],
    events.filter(({ sale }) => sale.accountId !== null),
  );
}
