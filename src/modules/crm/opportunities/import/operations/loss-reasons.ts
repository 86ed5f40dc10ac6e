import "server-only";
import { foldKey, quoteValue } from "@/lib/text";
import type { Ctx } from "@/server/context";
import type { Refusal } from "@/server/nouns/rule";
import type { OpportunityImportRow } from "../schema";
import type { OpportunityColumns } from "./imported-opportunity";

type Row = Pick<OpportunityImportRow, "lossReason" | "lossDetail">;
type Loss = Pick<OpportunityColumns, "lossReasonId" | "lossDetail">;

/** The loss reasons that the rows of a batch name. */
export interface LossReasons {
  /** Whether there is such a reason, and people may choose it. */
  has(id: string): boolean;
  /** Returns the columns of a lost opportunity of this pipeline that its row sets, or why its reason does not fit. */
  of(row: Row, pipelineId: string): Partial<Loss> | Refusal;
}

/** Reasons of one name may stand in several pipelines. */
const keyIn = (pipelineId: string, nameKey: string) => `${pipelineId} ${nameKey}`;

/** Loads the loss reasons that rows name by id, and those of the same names, and of their texts, in other pipelines. */
export async function lossReasonsIn(ctx: Ctx, rows: readonly Row[]): Promise<LossReasons> {
  const select = { id: true, pipelineId: true, name: true, nameKey: true };
  const ids = [...new Set(rows.flatMap(({ lossReason = [] }) => lossReason))];
  const where = { archivedAt: null };
  const chosen =
    ids.length > 0 ? await ctx.db.lossReason.findMany({ where: { ...where, id: { in: ids } }, select }) : [];
  const texts = rows.flatMap(({ lossDetail }) => (lossDetail === undefined ? [] : foldKey(lossDetail)));
  const keys = [...new Set([...texts, ...chosen.map(({ nameKey }) => nameKey)])];
  const isNamed = { ...where, nameKey: { in: keys } };
  const named = keys.length > 0 ? await ctx.db.lossReason.findMany({ where: isNamed, select }) : [];
  const byId = new Map(chosen.map((reason) => [reason.id, reason]));
  const byName = new Map(named.map(({ id, pipelineId, nameKey }) => [keyIn(pipelineId, nameKey), id]));
  return {
    has: (id) => byId.has(id),
    of({ lossReason, lossDetail }, pipelineId) {
      const reason = byId.get(lossReason ?? "");
      const detail = lossDetail === undefined ? {} : { lossDetail };
      if (!reason) {
        const called = byName.get(keyIn(pipelineId, foldKey(lossDetail ?? "")));
        return called === undefined ? detail : { lossReasonId: called };
      }
      const inPipeline = byName.get(keyIn(pipelineId, reason.nameKey));
      const lossReasonId = reason.pipelineId === pipelineId ? reason.id : inPipeline;
      return lossReasonId === undefined ? inOtherPipeline(reason) : { lossReasonId, ...detail };
    },
  };
}

/** Its text would contradict the reason that such an opportunity has. */
const inOtherPipeline = ({ name }: { name: string }): Refusal => ({
  field: "lossReason",
  reason: `The opportunity is in another pipeline, which has no loss reason ${quoteValue(name)}. Add it there, or say the pipeline in a column.`,
});
