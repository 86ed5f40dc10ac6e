import "server-only";
import type { Sort } from "@/lib/list";
import { capped } from "@/lib/list-filter";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { keyset } from "@/server/list";
import { cursorAfter } from "@/server/list-cursor";
import type { Where } from "@/server/list-definition";
import { pageRows } from "@/server/list-rows";
import { crm } from "../../module";
import { inBoardOrder } from "../../pipelines/rules";
import { stageType } from "../../pipelines/schema";
import { opportunityList, presentCard } from "../row";
import { visibleOpportunities } from "../scope";
import { type BoardRow, columnList, columnRows, firstCards, matching, presentSums, sumStages } from "./row";
import { board, boardColumnInput, boardColumnPage, boardInput, pipelineTotals, pipelineTotalsInput } from "./schema";

const pageSize = 30;
const byHand: Sort = { field: "rank", direction: "asc" };

export const getBoard = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  list: opportunityList,
  order: columnList,
  input: boardInput,
  output: board,
  rest: { method: "GET", path: "/board" },
  describe:
    "A pipeline as columns: the exact count, total and weighted total of each stage, and the first 30 cards of each open stage.",
  async run(ctx, input) {
    const pipeline = await pipelineOf(ctx, input.pipelineId);
    const sort = input.sort ?? byHand;
    const where = await matching(ctx, input);
    const [sums, cards] = await Promise.all([
      sumStages(ctx, pipeline.id, where),
      firstCards(ctx, pipeline.id, where, sort, pageSize + 1),
    ]);
    const columns = inBoardOrder(pipeline.stages).map(({ id, type, ...stage }) => {
      const totals = presentSums(ctx, sums.get(id));
      const found = cards.get(id) ?? [];
      const shown = found.slice(0, pageSize);
      const last = shown.at(-1);
      return {
        stageId: id,
        ...totals,
        ...stage,
        type: stageType.parse(type),
        cards: shown.map((row) => presentCard(ctx, row)),
        nextCursor:
          found.length > pageSize && last ? cursorAfter(ctx, columnList, sort, last, capped(totals.count)) : null,
      };
    });
    const { id, name, version } = pipeline;
    return { pipeline: { id, name, version }, currency: ctx.tenant.currency, columns };
  },
});

async function pipelineOf(ctx: Ctx, id: string | undefined) {
  const pipeline = await ctx.db.pipeline.findFirst({
    where: id ? { id } : { isDefault: true },
    select: {
      id: true,
      name: true,
      version: true,
      stages: {
        where: { archivedAt: null },
        select: { id: true, name: true, type: true, color: true, position: true, probability: true, rotDays: true },
      },
    },
    relationLoadStrategy: "join",
  });
  if (!pipeline) throw notFound("pipeline");
  return pipeline;
}

export const getBoardColumn = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  list: opportunityList,
  order: columnList,
  input: boardColumnInput,
  output: boardColumnPage,
  rest: { method: "GET", path: "/board/{stageId}" },
  describe:
    "The cards of one stage, page by page: open stages in their manual order, closed ones by close date, newest first.",
  async run(ctx, { stageId, ...input }) {
    const stage = await ctx.db.stage.findFirst({ where: { id: stageId }, select: { type: true } });
    if (!stage) throw notFound("stage");
    const usual: Sort = stage.type === "open" ? byHand : { field: "actualCloseDate", direction: "desc" };
    const page = await keyset<BoardRow, Where>(ctx, {
      list: columnList,
      // As on the board, whatever a saved view shows.
      input: { limit: pageSize, sort: usual, ...input, archived: false },
      where: [visibleOpportunities(ctx) as Where, { stageId }],
      find: (args) => pageRows(ctx, columnRows, args),
    });
    return { ...page, rows: page.rows.map((row) => presentCard(ctx, row)) };
  },
});

export const getPipelineTotals = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  list: opportunityList,
  input: pipelineTotalsInput,
  output: pipelineTotals,
  rest: { method: "GET", path: "/board/totals" },
  describe: "Count, total and weighted total of each stage of a pipeline, over the opportunities that you may see.",
  async run(ctx, input) {
    const pipeline = await pipelineOf(ctx, input.pipelineId);
    const sums = await sumStages(ctx, pipeline.id, await matching(ctx, input));
    return {
      pipelineId: pipeline.id,
      currency: ctx.tenant.currency,
      stages: inBoardOrder(pipeline.stages).map(({ id }) => ({ stageId: id, ...presentSums(ctx, sums.get(id)) })),
    };
  },
});
