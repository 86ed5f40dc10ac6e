import "server-only";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { Retry } from "@/server/execute";
import { crm } from "../../module";
import { type Clocks, clocks, opportunityEvents } from "../events";
import { presentCard } from "../row";
import { rankInGap } from "../rules";
import { card, opportunityVersionInput } from "../schema";
import { opportunityScope } from "../scope";
import { emitMove, placedIn, type StageChange, writeMove, writeRanked } from "./move";
import { type MoveState, movedColumns, readMoveState, type WrittenRow } from "./move-state";

const text = z.string().nullable().exactOptional();
const count = z.number().nullable().exactOptional();

/** A move as its event keeps it: the fields that it changed, before and after. */
const madeMove = z.object({
  before: z.object({
    stageId: z.string(),
    rank: z.string().exactOptional(),
    probability: count,
    actualCloseDate: text,
    lossReasonId: text,
    lossDetail: text,
    amountMinor: count,
    currency: z.string().exactOptional(),
    competitorId: text,
  }),
  after: z.record(z.string(), z.unknown()).nullable(),
  data: z.object({ clocks: clocks.exactOptional() }),
});
type MadeMove = z.infer<typeof madeMove>;

/** A move that is undone within this time leaves the history: as long as its toast may stay open, and a bit more. */
const undoTimeMs = 5 * 60_000;

export const undoMove = crm.operation({
  kind: "mutation",
  permission: "opportunity:edit",
  on: { scope: opportunityScope, ids: (input) => [input.id] },
  input: opportunityVersionInput,
  output: card,
  rest: { method: "POST", path: "/opportunities/{id}/undo-move" },
  describe:
    "Undoes the move that made `version`: restores stage, place, probability, close date and loss reason, and within five minutes also the time in stage and the stage history. CONFLICT, with the current state, if someone has changed one of them in the meantime.",
  async run(ctx, { id, version }) {
    const event = await ctx.db.event.findFirst({
      where: {
        entity: "opportunity",
        entityId: id,
        entityVersion: version,
        name: opportunityEvents.stageChanged.name,
      },
      select: { before: true, after: true, data: true },
    });
    const move = madeMove.safeParse(event).data;
    if (!move)
      throw new AppError("CONFLICT", "This version of the opportunity was not made by a move. Nothing was undone.");
    const { before } = move;
    const state = await readMoveState(ctx, { id, version, stageId: before.stageId });
    const { current, target } = state;
    refuseChanged(ctx, move, state);
    if (current.archivedAt)
      throw new AppError("CONFLICT", "This opportunity is archived. Restore it before you move it.");
    if (!target)
      throw new AppError("CONFLICT", "The earlier stage no longer exists. The opportunity stays in its current stage.");
    const kept = { ...current, actualCloseDate: current.actualCloseDate?.toISOString() ?? null };
    const { amountMinor, currency } = current;
    // A value that follows from lines stays what they say.
    const was = { ...kept, ...before, ...(current.valueFromLines ? { amountMinor, currency } : {}) };
    const rank = await placeBefore(ctx, was);
    const change: StageChange = {
      target,
      closedAt: target.type !== "open",
      probability: was.probability,
      actualCloseDate: was.actualCloseDate?.slice(0, 10) ?? null,
      lossReasonId: was.lossReasonId,
      lossDetail: was.lossDetail,
      amountMinor: was.amountMinor,
      currency: was.currency,
      competitorId: was.competitorId,
    };
    const { clocks } = move.data;
    const resumed = clocks ? await resumeStay(ctx, state, rank, { change, clocks }) : null;
    const written = resumed ?? (await writeMove(ctx, state, rank, change));
    if (!written) throw new Retry();
    emitMove(ctx, state, written, { undo: resumed !== null });
    return presentCard(ctx, { ...current, ...written, stage: target });
  },
});

/**
 * Resumes the stay before the move and deletes the one that the move began, so that the opportunity ages and rots as
 * before. Returns null when the move is too long ago for that, or when no row was written.
 */
async function resumeStay(
  ctx: Ctx,
  { current }: MoveState,
  rank: string,
  { change, clocks }: { change: StageChange; clocks: Clocks },
): Promise<WrittenRow | null> {
  if (!current.stageEnteredAt || Date.now() - current.stageEnteredAt.getTime() > undoTimeMs) return null;
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const ofOpportunity = Prisma.sql`e.tenant_id = ${tenant} and e.opportunity_id = ${current.id}::uuid`;
  return await writeRanked(
    ctx,
    // Only one stay may be open, so the second is deleted before the first is resumed.
    Prisma.sql`
      with stay as (select e.id, e.sequence from stage_entries e where ${ofOpportunity} and e.left_at is null),
      earlier as (
        select e.id, e.entered_at from stage_entries e, stay
        where ${ofOpportunity} and e.sequence = stay.sequence - 1 and e.stage_id = ${change.target.id}::uuid
      ),
      moved as (
        update opportunities set
          ${placedIn(change, rank)}, closed_at = ${clocks.closedAt}::timestamptz,
          stage_entered_at = earlier.entered_at,
          touched_at = case when touched_at > stage_entered_at then touched_at else ${clocks.touchedAt}::timestamptz end,
          updated_at = clock_timestamp(), version = version + 1
        from earlier
        where opportunities.tenant_id = ${tenant} and opportunities.id = ${current.id}::uuid
          and version = ${current.version}
        returning ${movedColumns}
      ),
      gone as (delete from stage_entries e using stay, moved where ${ofOpportunity} and e.id = stay.id returning e.id),
      resumed as (update stage_entries e set left_at = null from earlier, gone where ${ofOpportunity} and e.id = earlier.id)
      select * from moved`,
  );
}

/** The fields of a move as they stand now, in the form that its event keeps. */
function stateNow({ current }: MoveState): Record<string, unknown> {
  return { ...current, actualCloseDate: current.actualCloseDate?.toISOString().slice(0, 10) ?? null };
}

/**
 * Refuses when somebody changed one of the fields since. A change that the asking member made and took back again does
 * not count.
 */
function refuseChanged(ctx: Ctx, { before, after }: MadeMove, state: MoveState): void {
  const { current, since, stageName } = state;
  // An undo restores neither the place in the new stage nor a value that follows from lines.
  const left = ["rank", ...(current.valueFromLines ? ["amountMinor", "currency"] : [])];
  const fields = Object.fromEntries(Object.entries(before).filter(([name]) => !left.includes(name)));
  const touched = (after: Record<string, unknown> | null) => Object.keys(after ?? {}).filter((key) => key in fields);
  const theirs = since.filter(({ after }) => touched(after).length > 0);
  const last = theirs.at(-1);
  if (!last) return;
  const now = stateNow(state);
  const asMade = Object.entries(after ?? {}).every(([field, value]) => {
    const kept = field === "actualCloseDate" && typeof value === "string" ? value.slice(0, 10) : value;
    return !(field in fields) || now[field] === kept;
  });
  if (asMade && theirs.every(({ memberId }) => memberId !== null && memberId === ctx.member?.id)) return;
  const changed = [...new Set(theirs.flatMap(({ after }) => touched(after)))];
  const who = last.member ?? "Someone";
  throw new AppError(
    "CONFLICT",
    changed.includes("stageId")
      ? `${who} has since moved this to ${stageName}. Your move was not undone.`
      : `${who} has since changed the same values. Your move was not undone.`,
    { current: presentCard(ctx, current), changed },
  );
}

/** Returns its old place; if another opportunity is there now, the gap behind that one. */
async function placeBefore(ctx: Ctx, { stageId, rank }: { stageId: string; rank: string }): Promise<string> {
  if (ctx.attempt === 1) return rank;
  const next = await ctx.db.opportunity.findFirst({
    where: { stageId, rank: { gt: rank } },
    orderBy: { rank: "asc" },
    select: { rank: true },
  });
  return rankInGap(rank, next?.rank ?? null, ctx.attempt, Math.random());
}
