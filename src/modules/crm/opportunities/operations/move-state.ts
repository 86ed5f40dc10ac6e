import "server-only";
import type { z } from "zod";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import type { Counted } from "@/server/limits";
import type { StageType } from "../../pipelines/schema";
import { pipelineLimit, pipelinesInUse } from "../limits";
import { type CardRow, type cardColumns, cardColumnsSql, type StepColumn } from "../row";
import type { moveOpportunityInput } from "../schema";

interface TargetStage {
  id: string;
  pipelineId: string;
  type: StageType;
  probability: number | null;
  rotDays: number | null;
}

interface MoveColumns {
  closedAt: Date | null;
  lossReasonId: string | null;
  lossDetail: string | null;
  competitorId: string | null;
}

/** The state that a move needs, read in one statement. */
export interface MoveState {
  current: CardRow & MoveColumns;
  /** Name of the stage that the opportunity is in now. */
  stageName: string;
  /** Null when the stage does not exist or was removed, or when its pipeline is archived, which takes no open one. */
  target: TargetStage | null;
  /** Ranks around the wanted place, without the moved opportunity itself. */
  place: {
    afterRank: string | null;
    nextRank: string | null;
    beforeRank: string | null;
    previousRank: string | null;
    firstRank: string | null;
  };
  reasons: { count: number; fits: boolean };
  /** Events since the version that the mover saw, oldest first. */
  since: { after: Record<string, unknown> | null; memberId: string | null; member: string | null; at: string }[];
}

type Scalars = Pick<CardRow, keyof typeof cardColumns> & MoveColumns;

/** The columns that a move may change. */
export type WrittenRow = Omit<
  Scalars,
  | StepColumn
  | "id"
  | "valueFromLines"
  | "name"
  | "expectedCloseDate"
  | "closeDatePushes"
  | "ownerId"
  | "accountId"
  | "archivedAt"
>;

export const movedColumns = Prisma.raw(
  `opportunities.stage_id as "stageId", opportunities.pipeline_id as "pipelineId", status, rank, probability,
   actual_close_date as "actualCloseDate", closed_at as "closedAt", loss_reason_id as "lossReasonId",
   loss_detail as "lossDetail", amount_minor as "amountMinor", currency, competitor_id as "competitorId", stage_entered_at as "stageEnteredAt", touched_at as "touchedAt", version`,
);

/** The columns of a move that its event keeps: not the clocks, which every move sets. */
export function scalarsOf(row: WrittenRow): Omit<WrittenRow, "stageEnteredAt" | "touchedAt" | "closedAt"> {
  const { stageId, pipelineId, status, rank, probability, actualCloseDate, lossReasonId, lossDetail } = row;
  const { amountMinor, currency, competitorId, version } = row;
  const place = { stageId, pipelineId, status, rank, probability };
  return { ...place, actualCloseDate, lossReasonId, lossDetail, amountMinor, currency, competitorId, version };
}

type StateRow = Scalars &
  Pick<MoveState, "stageName" | "target" | "place" | "reasons"> & {
    account: CardRow["account"];
    owner: CardRow["owner"];
    stage: CardRow["stage"];
    since: MoveState["since"] | null;
    pipelines: Counted[] | null;
  };

/** The opportunity, the stage that it goes to and the ranks around its new place. */
export async function readMoveState(ctx: Ctx, input: z.output<typeof moveOpportunityInput>): Promise<MoveState> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const inTarget = Prisma.sql`x.tenant_id = ${tenant} and x.stage_id = ${input.stageId}::uuid`;
  const other = Prisma.sql`${inTarget} and x.id <> ${input.id}::uuid`;
  // The neighbour is looked up by its id first: a plan for any tenant went through all cards of the stage instead.
  const rankOf = (id: string | undefined) =>
    Prisma.sql`(select x.rank from (
      select * from opportunities n where n.tenant_id = ${tenant} and n.id = ${id ?? null}::uuid offset 0
    ) x where ${other})`;
  const isLimited = ctx.entitlements.limit(pipelineLimit.key) !== null;
  const [row] = await tenantSql<StateRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with near as (select ${rankOf(input.after)} as after_rank, ${rankOf(input.before)} as before_rank)
      select ${cardColumnsSql}, o.closed_at as "closedAt", o.loss_reason_id as "lossReasonId",
        o.loss_detail as "lossDetail", o.competitor_id as "competitorId", s.name as "stageName",
        json_build_object('probability', s.probability, 'rotDays', s.rot_days) as stage,
        (select json_build_object('id', a.id, 'name', a.name, 'ownerId', a.owner_id) from accounts a
          where a.tenant_id = ${tenant} and a.id = o.account_id) as account,
        (select json_build_object('id', m.id, 'name', m.name, 'status', m.status) from members m
          where m.tenant_id = ${tenant} and m.id = o.owner_id) as owner,
        (select json_build_object('id', t.id, 'pipelineId', t.pipeline_id, 'type', t.type, 'probability', t.probability,
            'rotDays', t.rot_days)
          from stages t join pipelines p on p.tenant_id = t.tenant_id and p.id = t.pipeline_id
          where t.tenant_id = ${tenant} and t.id = ${input.stageId}::uuid and t.archived_at is null
            and (p.archived_at is null or (t.pipeline_id = o.pipeline_id and (t.type <> 'open' or o.status = 'open')))
          for key share of t for share of p) as target,
        json_build_object(
          'afterRank', near.after_rank, 'beforeRank', near.before_rank,
          'nextRank', (select min(x.rank) from opportunities x where ${other} and x.rank > near.after_rank),
          'previousRank', (select max(x.rank) from opportunities x where ${other} and x.rank < near.before_rank),
          'firstRank', (select min(x.rank) from opportunities x where ${other})) as place,
        (select json_build_object('count', count(*), 'fits', coalesce(bool_or(r.id = ${input.lossReasonId ?? null}::uuid), false))
          from loss_reasons r join stages t on t.tenant_id = r.tenant_id and t.pipeline_id = r.pipeline_id
          where r.tenant_id = ${tenant} and t.id = ${input.stageId}::uuid and r.archived_at is null) as reasons,
        (select json_agg(json_build_object('after', e.after, 'memberId', m.id, 'member', m.name, 'at', e.at) order by e.id)
          from events e left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
          where e.tenant_id = ${tenant} and e.entity = 'opportunity' and e.entity_id = o.id
            and e.entity_version > ${input.version ?? null}::int) as since,
        ${isLimited ? pipelinesInUse(ctx.tenant.id) : Prisma.sql`null`} as pipelines
      from opportunities o join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id, near
      where o.tenant_id = ${tenant} and o.id = ${input.id}::uuid`,
  );
  if (!row) throw notFound("opportunity");
  const { stageName, target, place, reasons, since, pipelines, ...current } = row;
  if (pipelines) ctx.counted.set(pipelineLimit.key, pipelines);
  return { current, stageName, target, place, reasons, since: since ?? [] };
}
