import { beforeEach, describe, expect, test } from "vitest";
import type { Condition } from "@/lib/list-filter";
import { createPlaceholder } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { opportunityWorkspace } from "@/test/opportunities";
import { accountOperations } from "../accounts/operations";
import { bootstrapPipelines } from "../pipelines/bootstrap";
import { listPipelines } from "../pipelines/operations";
import type { Pipeline } from "../pipelines/schema";
import { updateStage } from "../pipelines/stages/operations";
import { getBoard, getBoardColumn, getPipelineTotals } from "./board/operations";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { undoMove } from "./operations/undo-move";
import { weightedMinor } from "./rules";

let admin: Ctx;
let pipeline: Pipeline;

beforeEach(async () => {
  ({ admin, pipeline } = await opportunityWorkspace());
});

const stages = () => pipeline.stages;
const lossReasonId = () => pipeline.lossReasons[0]?.id ?? "";

describe("totals", () => {
  test("equal the sum over the opportunities, rounded half to even, in each currency, under every filter", async () => {
    const opportunities: { stageId: string; currency: string; amount: number | null; percent: number | null }[] = [];
    const bare = stages()[2];
    if (bare) Object.assign(bare, await updateStage(admin, { id: bare.id, version: bare.version, probability: null }));
    for (let index = 0; index < 90; index++) {
      const stage = stages()[index % stages().length];
      if (!stage) continue;
      const currency = index % 7 === 0 ? "EUR" : "USD";
      // Odd amounts times 50 % end in halves, down and up; some opportunities have no amount, some are negative.
      const amount = index % 11 === 0 ? null : (index % 13 === 0 ? -1 : 1) * (Math.floor(Math.random() * 5e6) * 2 + 1);
      const own = stage.type === "open" ? [50, Math.floor(Math.random() * 101), null][index % 3] : null;
      await createOpportunity(admin, {
        name: `Sum ${index}`,
        stageId: stage.id,
        probability: own ?? null,
        amount: amount === null ? null : { amount, currency },
        ...(stage.type === "lost" ? { lossReasonId: lossReasonId() } : {}),
      });
      opportunities.push({
        stageId: stage.id,
        currency: amount === null ? "USD" : currency,
        amount,
        percent: own ?? stage.probability,
      });
    }
    const { columns } = await getBoard(admin, {});
    expect(columns.map((column) => column.name)).toEqual(stages().map((stage) => stage.name));
    for (const column of columns) {
      const mine = opportunities.filter((opportunity) => opportunity.stageId === column.stageId);
      const sum = (currency: string, value: (opportunity: (typeof mine)[number]) => number) =>
        mine
          .filter((opportunity) => opportunity.currency === currency && opportunity.amount !== null)
          .reduce((all, opportunity) => all + value(opportunity), 0);
      const amounts = (opportunity: (typeof mine)[number]) => opportunity.amount ?? 0;
      const weights = (opportunity: (typeof mine)[number]) =>
        opportunity.percent === null ? 0 : weightedMinor(opportunity.amount ?? 0, opportunity.percent);
      const without = (opportunity: (typeof mine)[number]) => Number(opportunity.percent === null);
      expect(column.count).toBe(mine.length);
      expect(column.total).toEqual({ amount: sum("USD", amounts), currency: "USD" });
      expect(column.weighted).toEqual({ amount: sum("USD", weights), currency: "USD" });
      expect(column.withoutProbability).toBe(sum("USD", without));
      if (column.stageId === bare?.id) expect(column).toMatchObject({ probability: null });
      else expect(column.withoutProbability).toBe(0);
      const euros = mine.filter((opportunity) => opportunity.currency === "EUR" && opportunity.amount !== null).length;
      expect(column.others).toEqual(
        euros === 0
          ? []
          : [
              {
                currency: "EUR",
                count: euros,
                total: { amount: sum("EUR", amounts), currency: "EUR" },
                weighted: { amount: sum("EUR", weights), currency: "EUR" },
                withoutProbability: sum("EUR", without),
              },
            ],
      );
      expect(column.cards).toHaveLength(column.type === "open" ? mine.length : 0);
    }
    expect(columns.find(({ stageId }) => stageId === bare?.id)?.withoutProbability).toBeGreaterThan(0);
    const large = [4_000_000, "4000000 EUR"].map((value) => ({ field: "amount", op: "atLeast" as const, value }));
    const filtered = await getPipelineTotals(admin, { match: "any", conditions: large });
    for (const entry of filtered.stages)
      expect(entry.count).toBe(
        opportunities.filter(
          (opportunity) => opportunity.stageId === entry.stageId && (opportunity.amount ?? 0) >= 4_000_000,
        ).length,
      );
  });
});

describe("columns", () => {
  test("page on where the board stopped: every card once, in the order by hand and under each sort", async () => {
    const own = await testWorkspace();
    await bootstrapPipelines(own.system);
    const ctx = await own.role("admin");
    for (let index = 0; index < 70; index++)
      await createOpportunity(ctx, {
        name: `Page ${index % 9}`,
        amount: index % 4 === 0 ? null : { amount: index % 5, currency: "USD" },
        expectedCloseDate: index % 5 === 0 ? null : `2026-12-0${(index % 7) + 1}`,
      });
    const sorts = ["name", "amount", "expectedCloseDate", "createdAt", "stageEnteredAt"].flatMap((field) => [
      { field, direction: "asc" as const },
      { field, direction: "desc" as const },
    ]);
    for (const sort of [undefined, ...sorts]) {
      const order = sort ? { sort } : {};
      const [column] = (await getBoard(ctx, order)).columns;
      if (!column) throw new Error("The board has no column.");
      expect(column.cards).toHaveLength(30);
      const whole = await getBoardColumn(ctx, { stageId: column.stageId, limit: 100, ...order });
      const paged = column.cards.map((entry) => entry.id);
      for (let cursor = column.nextCursor; cursor; ) {
        const page = await getBoardColumn(ctx, { stageId: column.stageId, cursor, limit: 13, ...order });
        expect(page.total).toBe(70);
        paged.push(...page.rows.map((entry) => entry.id));
        cursor = page.nextCursor;
      }
      expect(new Set(paged).size).toBe(70);
      expect(paged).toEqual(whole.rows.map((entry) => entry.id));
    }
  });

  test("closed ones open newest first", async () => {
    const won = stages().find((stage) => stage.type === "won")?.id ?? "";
    const own = await createOpportunity(admin, { name: "Old win" });
    await moveOpportunity(admin, { id: own.id, stageId: won, actualCloseDate: "2020-01-01" });
    const { rows } = await getBoardColumn(admin, { stageId: won });
    expect(rows.at(-1)?.id).toBe(own.id);
    const dates = rows.map((row) => row.actualCloseDate ?? "");
    expect(dates).toEqual([...dates].sort().reverse());
  });

  test("of an unknown, malformed or foreign pipeline do not exist", async () => {
    const foreign = await testWorkspace();
    await bootstrapPipelines(foreign.system);
    const [theirs] = await listPipelines(await foreign.role("admin"), {});
    for (const pipelineId of [theirs?.id ?? "", "nothing", "00000000-0000-7000-8000-000000000000"])
      await expect(getBoard(admin, { pipelineId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getBoardColumn(admin, { stageId: theirs?.stages[0]?.id ?? "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

test("cards, lists, their groups and records say of an owner whether it is a placeholder", async () => {
  const { id: ownerId } = await createPlaceholder(admin, { name: "Pia Placeholder", role: "member" });
  const pia = { id: ownerId, name: "Pia Placeholder", placeholder: true };
  const account = await accountOperations.create(admin, { name: "Hers", ownerId });
  const made = await createOpportunity(admin, { name: "Hers", ownerId });
  const mine = await createOpportunity(admin, { name: "Mine" });
  const conditions: Condition[] = [{ field: "owner", op: "is", value: ownerId }];
  const column = await getBoardColumn(admin, { stageId: made.stage.id, conditions });
  const board = await getBoard(admin, { conditions });
  const shown = [
    account,
    made,
    await accountOperations.get(admin, { id: account.id }),
    await opportunityOperations.get(admin, { id: made.id }),
    ...(await accountOperations.list(admin, { conditions })).rows,
    ...(await opportunityOperations.list(admin, { conditions })).rows,
    ...column.rows,
    ...board.columns.flatMap(({ cards }) => cards),
  ];
  const moved = await moveOpportunity(admin, { id: made.id, stageId: stages()[1]?.id ?? "" });
  shown.push(moved, await undoMove(admin, { id: made.id, version: moved.version }));
  expect(shown.map(({ owner }) => owner)).toEqual(Array(10).fill(pia));
  expect(mine.owner?.placeholder).toBe(false);
  const heads = [
    await accountOperations.groups(admin, { group: "owner" }),
    await opportunityOperations.groups(admin, { group: "owner" }),
  ];
  const marked = heads.map((groups) => groups.filter(({ placeholder }) => placeholder).map(({ value }) => value));
  expect(marked).toEqual([[ownerId], [ownerId]]);
});
