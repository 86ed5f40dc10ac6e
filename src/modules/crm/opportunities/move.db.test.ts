import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { localDay } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import type { Pipeline, StageType } from "../pipelines/schema";
import { createStage } from "../pipelines/stages/operations";
import { listStageHistory } from "./history/operations";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { undoMove } from "./operations/undo-move";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;

beforeEach(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
});

const stage = (type: StageType, index = 0) => {
  const found = pipeline.stages.filter((entry) => entry.type === type)[index];
  if (!found) throw new Error(`There is no ${type} stage ${index}.`);
  return found.id;
};
const reason = () => pipeline.lossReasons[0]?.id ?? "";
const eventNames = async (id: string) =>
  (await adminQuery<{ name: string }>("select name from events where entity_id = $1 order by id", [id])).map(
    (row) => row.name,
  );
const order = async (stageId: string) =>
  (
    await adminQuery<{ name: string }>("select name from opportunities where stage_id = $1 order by rank", [stageId])
  ).map((row) => row.name);

describe("a move", () => {
  test("takes at most four statements and rewrites no other card", async () => {
    const neighbour = await createOpportunity(admin, { name: "Neighbour", stageId: stage("open", 1) });
    const opportunity = await createOpportunity(admin, { name: "Counted" });
    const query = vi.spyOn(pg.Client.prototype, "query");
    await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1), after: neighbour.id });
    const texts = query.mock.calls.map(([config]) =>
      typeof config === "string" ? config : (config as { text: string }).text,
    );
    const work = texts.filter((text) => !/^\s*(begin|commit|rollback|set|select set_config)/i.test(text));
    expect(work).toHaveLength(4);
    expect(await opportunityOperations.get(admin, { id: neighbour.id })).toEqual(neighbour);
  });

  test("goes between the cards that it names, to the top without, and stays where it already is", async () => {
    const stageId = stage("open", 2);
    const names = ["C", "B", "A"];
    const ids: Record<string, string> = {};
    for (const name of names) ids[name] = (await createOpportunity(admin, { name, stageId })).id;
    expect(await order(stageId)).toEqual(["A", "B", "C"]);
    const moved = await createOpportunity(admin, { name: "M" });
    const at = (place: { before?: string; after?: string }) =>
      moveOpportunity(admin, { id: moved.id, stageId, ...place });
    await at({ after: ids.A ?? "", before: ids.B ?? "" });
    expect(await order(stageId)).toEqual(["A", "M", "B", "C"]);
    const version = (await at({ after: ids.A ?? "" })).version;
    expect((await at({ before: ids.B ?? "" })).version).toBe(version);
    await at({ after: ids.C ?? "" });
    expect(await order(stageId)).toEqual(["A", "B", "C", "M"]);
    await at({ before: ids.A ?? "" });
    expect(await order(stageId)).toEqual(["M", "A", "B", "C"]);
    expect((await eventNames(moved.id)).slice(1)).toEqual([
      "opportunity.stageChanged",
      "opportunity.ranked",
      "opportunity.ranked",
    ]);
  });

  test("to Won sets today's date in the workspace's zone, clears the probability and tells stageChanged, then won", async () => {
    const opportunity = await createOpportunity(admin, { name: "Win", probability: 33 });
    const won = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("won") });
    expect(won).toMatchObject({
      status: "won",
      probability: 100,
      actualCloseDate: localDay(new Date(), "America/Chicago"),
      version: 2,
    });
    expect(await eventNames(opportunity.id)).toEqual([
      "opportunity.created",
      "opportunity.stageChanged",
      "opportunity.won",
    ]);
    const back = await undoMove(admin, { id: opportunity.id, version: 2 });
    expect(back).toMatchObject({ status: "open", actualCloseDate: null, probability: 33 });
    expect((await eventNames(opportunity.id)).slice(3)).toEqual(["opportunity.stageChanged", "opportunity.reopened"]);
  });

  test("to Lost asks why", async () => {
    const opportunity = await createOpportunity(admin, { name: "Lose" });
    const lose = (more: { lossReasonId?: string; actualCloseDate?: string; lossDetail?: string }) =>
      moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("lost"), ...more });
    await expect(lose({})).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "lossReasonId" }] },
    });
    expect((await opportunityOperations.get(admin, { id: opportunity.id })).version).toBe(1);
    await lose({ lossReasonId: reason(), lossDetail: "Too late", actualCloseDate: "2026-01-31" });
    const lost = await opportunityOperations.get(admin, { id: opportunity.id });
    expect(lost).toMatchObject({
      status: "lost",
      actualCloseDate: "2026-01-31",
      lossReason: { id: reason() },
      lossDetail: "Too late",
    });
    await moveOpportunity(admin, { id: opportunity.id, stageId: stage("open") });
    expect(await opportunityOperations.get(admin, { id: opportunity.id })).toMatchObject({
      status: "open",
      lossReason: null,
      lossDetail: null,
      closedAt: null,
    });
  });

  test("of an opportunity that someone else moved is refused with its state and who moved it; other edits do not matter", async () => {
    const other = await workspace.role("admin");
    const opportunity = await createOpportunity(admin, { name: "Contended" });
    const edited = await opportunityOperations.update(other, {
      id: opportunity.id,
      version: 1,
      leadSource: "referral",
    });
    const first = await moveOpportunity(other, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    expect(first.version).toBe(edited.version + 1);
    await expect(
      moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 2) }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${other.member?.name} moved this to Qualified in the meantime. Your move was not made.`,
      details: {
        current: { stageId: stage("open", 1), version: 3 },
        changed: ["stageId", "rank"],
        moved: { by: { id: other.member?.id, name: other.member?.name }, stage: { name: "Qualified" } },
      },
    });
  });

  test("says in history by whom and whence it came", async () => {
    const member = await workspace.join("member");
    const key = await workspace.as(member, { scopes: ["opportunity:create", "opportunity:edit"] });
    const opportunity = await createOpportunity(key, { name: "By key" });
    await moveOpportunity(await workspace.as(member), { id: opportunity.id, stageId: stage("open", 1) });
    await moveOpportunity(workspace.system, { id: opportunity.id, stageId: stage("open", 2) });
    expect(await listStageHistory(admin, { id: opportunity.id })).toMatchObject([
      { stage: { name: "Lead" }, source: "api", actor: { id: member.id } },
      { stage: { name: "Qualified" }, source: "app", actor: { id: member.id } },
      { stage: { name: "Proposal" }, source: "system", actor: null, leftAt: null },
    ]);
  });

  test("can be undone by moving back, and is refused when it was moved on since", async () => {
    const below = await createOpportunity(admin, { name: "Below", stageId: stage("open", 3) });
    const opportunity = await createOpportunity(admin, { name: "Undo", stageId: stage("open", 3) });
    const made = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    const undo = { id: opportunity.id, version: made.version, stageId: stage("open", 3), before: below.id };
    const edited = await opportunityOperations.update(admin, {
      id: opportunity.id,
      version: made.version,
      description: "More",
    });
    const undone = await moveOpportunity(admin, undo);
    expect(undone).toMatchObject({ stageId: stage("open", 3), version: edited.version + 1 });
    expect((await order(stage("open", 3))).slice(0, 2)).toEqual(["Undo", "Below"]);
    await expect(moveOpportunity(admin, undo)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("many at once", () => {
  test("of fifty moves that saw one version one wins, and the history has no gap", async () => {
    const opportunity = await createOpportunity(admin, { name: "Fifty" });
    for (let round = 1; round <= 3; round++) {
      const version = (await opportunityOperations.get(admin, { id: opportunity.id })).version;
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) =>
          moveOpportunity(admin, { id: opportunity.id, version, stageId: stage("open", (index + round) % 4) }),
        ),
      );
      const now = await opportunityOperations.get(admin, { id: opportunity.id });
      const moved = results.filter((result) => result.status === "fulfilled" && result.value.version === version + 1);
      expect(moved).toHaveLength(1);
      expect(now.version).toBe(version + 1);
      for (const result of results) {
        if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
        else expect(result.value.version).toBeLessThanOrEqual(version + 1);
      }
    }
    const history = await listStageHistory(admin, { id: opportunity.id });
    expect(history).toHaveLength(4);
    for (const [index, stay] of history.entries()) expect(stay.leftAt).toBe(history[index + 1]?.enteredAt ?? null);
    expect(history.at(-1)?.stage.id).toBe((await opportunityOperations.get(admin, { id: opportunity.id })).stageId);
  });

  test("moves without a version all happen, one after the other, without a gap", async () => {
    const opportunity = await createOpportunity(admin, { name: "Busy" });
    await Promise.all(
      Array.from({ length: 3 }, (_, index) =>
        moveOpportunity(admin, { id: opportunity.id, stageId: stage("open", index + 1) }),
      ),
    );
    const history = await listStageHistory(admin, { id: opportunity.id });
    expect(history).toHaveLength(4);
    for (const [index, stay] of history.entries()) expect(stay.leftAt).toBe(history[index + 1]?.enteredAt ?? null);
  });

  test("twelve opportunities that go to one place at once all arrive, with ranks of their own", async () => {
    const { id: crowded } = await createStage(admin, { pipelineId: pipeline.id, name: "Crowded", type: "open" });
    const opportunities = [];
    for (let index = 0; index < 12; index++)
      opportunities.push(await createOpportunity(admin, { name: `Flock ${index}` }));
    await Promise.all(opportunities.map(({ id }) => moveOpportunity(admin, { id, stageId: crowded })));
    const rows = await adminQuery<{ rank: string }>("select rank from opportunities where stage_id = $1", [crowded]);
    expect(new Set(rows.map((row) => row.rank)).size).toBe(12);
  });
});
