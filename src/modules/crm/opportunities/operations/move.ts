import "server-only";
import type { z } from "zod";
import { localDay } from "@/lib/working-time";
import { memberOf } from "@/server/actor";
import { minorOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid, notFound, sqlState } from "@/server/errors";
import { changes, emit } from "@/server/events";
import { Retry } from "@/server/execute";
import { newId } from "@/server/new-id";
import { accountOperations } from "../../accounts/operations";
import { crm } from "../../module";
import { type StageType, stageType } from "../../pipelines/schema";
import { type Clocks, opportunityEvents } from "../events";
import { parentsOf, presentCard } from "../row";
import { fromLinesText, lossReasonRefusal, otherCurrencyText, rankInGap } from "../rules";
import { card, moveOpportunityInput } from "../schema";
import { opportunityScope } from "../scope";
import { sourceOf } from "./create";
import { type MoveState, movedColumns, readMoveState, scalarsOf, type WrittenRow } from "./move-state";

type Input = z.output<typeof moveOpportunityInput>;

export const moveOpportunity = crm.operation({
  kind: "mutation",
  permission: "opportunity:edit",
  on: { scope: opportunityScope, ids: (input) => [input.id] },
  uses: [{ scope: accountOperations.scope, ids: (input) => [input.competitorId] }],
  input: moveOpportunityInput,
  output: card,
  rest: { method: "POST", path: "/opportunities/{id}/move" },
  describe:
    "Moves an opportunity to another stage, or to another place in its stage. CONFLICT, with the current state and who moved it, if it was moved after `version`. A lost stage requires `lossReasonId`. A change of stage also accepts `amount` and `competitorId`.",
  async run(ctx, input) {
    const state = await readMoveState(ctx, input);
    const { current, target } = state;
    if (!target) throw notFound("stage");
    refuseStale(ctx, input, state);
    if (current.archivedAt)
      throw new AppError("CONFLICT", "This opportunity is archived. Restore it before you move it.");
    const rank = placeOf(ctx, state);
    const changesStage = target.id !== current.stageId;
    if (changesStage) await refuseOtherCurrency(ctx, current, input.amount?.currency);
    if (changesStage) refuseTypedValue(current, input.amount);
    ctx.outcome.unchanged = rank === null;
    if (rank === null) return presentCard(ctx, current);
    const outcome = changesStage ? outcomeOf(ctx, input, state, target.type) : null;
    const written = await writeMove(ctx, state, rank, outcome && { ...outcome, target });
    if (!written) throw new Retry();
    const after = { ...current, ...written, stage: changesStage ? target : current.stage };
    const clocks = {
      touchedAt: current.touchedAt?.toISOString() ?? null,
      closedAt: current.closedAt?.toISOString() ?? null,
    };
    emitMove(ctx, state, written, { clocks });
    return presentCard(ctx, after);
  },
});

/** Refuses a move when someone moved it since, and says where it is now and who moved it. */
function refuseStale(ctx: Ctx, input: Input, { current, since, stageName }: MoveState): void {
  if (input.version === undefined || input.version === current.version) return;
  const moves = since.filter(({ after }) => after && ("stageId" in after || "rank" in after));
  const last = moves.at(-1);
  if (!last && input.version < current.version) return;
  // A member who moved it in another tab reads "You".
  const self = memberOf(ctx.actor);
  const mover = self !== null && last?.memberId === self ? "You" : (last?.member ?? "Someone");
  throw new AppError(
    "CONFLICT",
    last
      ? `${mover} moved this to ${stageName} in the meantime. ${mover === "You" ? "This" : "Your"} move was not made.`
      : "This opportunity was changed in the meantime. Reload it before you move it.",
    {
      current: presentCard(ctx, current),
      changed: moves.some((event) => "stageId" in (event.after ?? {})) ? ["stageId", "rank"] : ["rank"],
      moved: last && {
        by: { id: last.memberId, name: last.member },
        at: last.at,
        stage: { id: current.stageId, name: stageName },
      },
    },
  );
}

/** The new rank, or null when the opportunity already stands there. */
function placeOf(ctx: Ctx, { current, target, place }: MoveState): string | null {
  const stays = target?.id === current.stageId;
  if (stays && place.afterRank === null && place.beforeRank === null) return null;
  const [lower, upper] = gapOf(place);
  if (stays && (lower === null || lower < current.rank) && (upper === null || current.rank < upper)) return null;
  return rankInGap(lower, upper, ctx.attempt, Math.random());
}

function gapOf(place: MoveState["place"]): [lower: string | null, upper: string | null] {
  if (place.afterRank !== null) return [place.afterRank, place.nextRank];
  if (place.beforeRank !== null) return [place.previousRank, place.beforeRank];
  return [null, place.firstRank];
}

interface Outcome {
  closedAt: boolean;
  actualCloseDate: string | null;
  lossReasonId: string | null;
  lossDetail: string | null;
  probability: number | null;
  amountMinor: bigint | number | null;
  currency: string;
  competitorId: string | null;
}

async function refuseOtherCurrency(
  ctx: Ctx,
  { id, currency }: Pick<MoveState["current"], "id" | "currency">,
  wanted: string | undefined,
): Promise<void> {
  if (wanted === undefined || wanted === currency) return;
  const lines = await ctx.db.opportunityLine.count({ where: { opportunityId: id } });
  if (lines > 0) throw invalid("amount", otherCurrencyText(currency));
}

/** A move sets no value that follows from lines; the same one may be given again. */
function refuseTypedValue(current: MoveState["current"], given: Input["amount"]): void {
  if (!current.valueFromLines || !given) return;
  const isSame = given.currency === current.currency && given.amount === Number(current.amountMinor ?? Number.NaN);
  if (!isSame) throw invalid("amount", fromLinesText);
}

/** The outcome fields for the target stage; an open stage clears those of closed opportunities. */
function outcomeOf(ctx: Ctx, input: Input, { current, reasons }: MoveState, type: StageType): Outcome {
  const given = givenWith(input, current);
  const open = { ...given, actualCloseDate: null, lossReasonId: null, lossDetail: null, probability: null };
  if (type === "open") return { ...open, closedAt: false };
  const kept = current.status === "open" ? null : current.actualCloseDate?.toISOString().slice(0, 10);
  const actualCloseDate = input.actualCloseDate ?? kept ?? localDay(new Date(), ctx.tenant.timeZone);
  if (type === "won") return { ...open, closedAt: true, actualCloseDate };
  const refusal = lossReasonRefusal(input.lossReasonId ?? null, reasons.count > 0, reasons.fits);
  if (refusal) throw invalid("lossReasonId", refusal);
  const lossReasonId = input.lossReasonId ?? null;
  return { ...open, closedAt: true, actualCloseDate, lossReasonId, lossDetail: input.lossDetail ?? null };
}

/** Value and competitor of the move, else the present ones. */
function givenWith({ amount, competitorId }: Input, { amountMinor, currency, ...current }: MoveState["current"]) {
  return {
    ...(amount ? { amountMinor: minorOf(amount), currency: amount.currency } : { amountMinor, currency }),
    competitorId: competitorId ?? current.competitorId,
  };
}

export type StageChange = Outcome & { target: NonNullable<MoveState["target"]> };

/** The columns that a change of stage sets, except its clocks. */
export const placedIn = ({ target, ...change }: StageChange, rank: string) =>
  Prisma.sql`stage_id = ${target.id}::uuid, pipeline_id = ${target.pipelineId}::uuid, status = ${target.type}, rank = ${rank},
    probability = ${change.probability}::int, actual_close_date = ${change.actualCloseDate}::date,
    loss_reason_id = ${change.lossReasonId}::uuid, loss_detail = ${change.lossDetail}, currency = ${change.currency},
    amount_minor = ${change.amountMinor}::bigint, competitor_id = ${change.competitorId}::uuid`;

/** Update, end of the old stay and begin of the new one in one statement; null when the version is another one. */
export async function writeMove(
  ctx: Ctx,
  { current }: MoveState,
  rank: string,
  change: StageChange | null,
): Promise<WrittenRow | null> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const id = Prisma.sql`${current.id}::uuid`;
  const same = Prisma.sql`tenant_id = ${tenant} and id = ${id} and version = ${current.version}`;
  const sql = change
    ? Prisma.sql`
      with stay as (
        select id, sequence, entered_at from stage_entries
        where tenant_id = ${tenant} and opportunity_id = ${id} and left_at is null
      ),
      clock as (
        select greatest(date_trunc('milliseconds', clock_timestamp()), (select max(entered_at) from stay)) as now
      ),
      moved as (
        update opportunities set
          ${placedIn(change, rank)},
          closed_at = case when ${change.closedAt} then coalesce(closed_at, clock.now) end,
          stage_entered_at = clock.now, touched_at = clock.now, updated_at = clock.now, version = version + 1
        from clock where ${same}
        returning ${movedColumns}, stage_entered_at as entered
      ),
      ended as (
        update stage_entries e set left_at = moved.entered from moved, stay
        where e.tenant_id = ${tenant} and e.id = stay.id
        returning e.sequence
      ),
      begun as (
        insert into stage_entries (id, tenant_id, opportunity_id, stage_id, sequence, entered_at, actor_id, source)
        select ${newId()}::uuid, ${tenant}, ${id}, ${change.target.id}::uuid,
               coalesce((select max(sequence) from ended), 0) + 1, moved.entered,
               ${memberOf(ctx.actor)}::uuid, ${sourceOf(ctx)}
        from moved
      )
      select * from moved`
    : Prisma.sql`
      update opportunities set rank = ${rank}, updated_at = now(), version = version + 1
      where ${same} returning ${movedColumns}`;
  return await writeRanked(ctx, sql);
}

/** Runs a write that places an opportunity; returns null when no row has that id and version. */
export async function writeRanked(ctx: Ctx, sql: Prisma.Sql): Promise<WrittenRow | null> {
  try {
    const [row] = await tenantSql<WrittenRow>(ctx.tenant.id, ctx.db, sql);
    return row ?? null;
  } catch (error) {
    // Another opportunity took this rank in the same moment: the next attempt sees it and takes the gap beside it.
    if (sqlState(error) === "23505") throw new Retry();
    throw error;
  }
}

interface Moved {
  clocks?: Clocks;
  /** The move undoes one that is removed from the history. */
  undo?: boolean;
}

/** Emits stageChanged first, then won, lost or reopened; a new place in the same stage is only `ranked`. */
export function emitMove(ctx: Ctx, { current }: MoveState, written: WrittenRow, how: Moved = {}): void {
  const { clocks, undo } = how;
  const before = scalarsOf(current);
  const diff = changes(before, scalarsOf({ ...current, ...written }));
  const facts = { id: current.id, version: written.version, parents: parentsOf(current), ...diff };
  if (written.stageId === current.stageId) {
    emit(ctx, opportunityEvents.ranked, { ...facts, data: {} });
    return;
  }
  const status = stageType.parse(written.status);
  const data = { fromStageId: current.stageId, toStageId: written.stageId, status, ...(undo ? { undo } : {}) };
  // Timelines leave out a move that is also won, lost or reopened, so a batch groups those apart from other moves.
  const outcome = status === current.status ? written.stageId : `${written.stageId},${status}`;
  emit(ctx, opportunityEvents.stageChanged, { ...facts, outcome, data: { ...data, ...(clocks ? { clocks } : {}) } });
  if (status === current.status) return;
  emit(ctx, opportunityEvents[status === "open" ? "reopened" : status], { ...facts, data });
}
