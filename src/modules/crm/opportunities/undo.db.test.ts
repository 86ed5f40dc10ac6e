import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { accountOperations } from "../accounts/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { bulkOpportunities, createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { undoMove } from "./operations/undo-move";

let workspace: TestWorkspace;
let admin: Ctx;
let other: Ctx;
let pipeline: Pipeline;
beforeEach(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  other = await workspace.role("admin");
});

const stage = (type: StageType, index = 0) =>
  pipeline.stages.filter((entry) => entry.type === type)[index]?.id ?? "missing";
const order = async (stageId: string) =>
  (
    await adminQuery<{ name: string }>("select name from opportunities where stage_id = $1 order by rank", [stageId])
  ).map((row) => row.name);

describe("taking a move back", () => {
  test("gives the opportunity its stage, place, probability, close date and loss reason back", async () => {
    const [first, opportunity] = [
      await createOpportunity(admin, { name: "Later", stageId: stage("open", 2) }),
      await createOpportunity(admin, { name: "Front", stageId: stage("open", 2) }),
    ];
    const [reason] = pipeline.lossReasons;
    const lost = await moveOpportunity(admin, {
      id: first.id,
      version: 1,
      stageId: stage("lost"),
      lossReasonId: reason?.id ?? "",
      lossDetail: "Too late",
      actualCloseDate: "2026-02-03",
    });
    const reopened = await moveOpportunity(admin, { id: first.id, version: lost.version, stageId: stage("open", 0) });
    await undoMove(admin, { id: first.id, version: reopened.version });
    expect(await opportunityOperations.get(admin, { id: first.id })).toMatchObject({
      status: "lost",
      lossReason: { id: reason?.id },
      lossDetail: "Too late",
      actualCloseDate: "2026-02-03",
      version: 4,
    });
    await opportunityOperations.update(admin, { id: opportunity.id, version: 1, probability: 33 });
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 2, stageId: stage("open", 1) });
    await createOpportunity(admin, { name: "Behind", stageId: stage("open", 2) });
    const back = await undoMove(admin, { id: opportunity.id, version: moved.version });
    expect(back).toMatchObject({ stageId: stage("open", 2), probability: 33, version: 4 });
    expect(await order(stage("open", 2))).toEqual(["Front", "Behind"]);
  });

  test("gives back the value and the competitor that came with it", async () => {
    const opportunity = await createOpportunity(admin, { name: "Unvalued" });
    const rival = await accountOperations.create(admin, { name: "Rival" });
    const amount = { amount: 4200_00, currency: "EUR" };
    const won = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("won"), amount });
    expect(won).toMatchObject({ status: "won", amount });
    const back = await undoMove(admin, { id: opportunity.id, version: won.version });
    expect(back.amount).toBeNull();
    const lost = await moveOpportunity(admin, {
      id: opportunity.id,
      version: back.version,
      stageId: stage("lost"),
      lossReasonId: pipeline.lossReasons[0]?.id ?? "",
      competitorId: rival.id,
    });
    expect(await opportunityOperations.get(admin, { id: opportunity.id })).toMatchObject({
      competitor: { id: rival.id },
      currency: "USD",
    });
    await undoMove(admin, { id: opportunity.id, version: lost.version });
    expect(await opportunityOperations.get(admin, { id: opportunity.id })).toMatchObject({
      competitor: null,
      status: "open",
    });
    const foreign = moveOpportunity(admin, {
      id: opportunity.id,
      stageId: stage("open", 1),
      competitorId: crypto.randomUUID(),
    });
    await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await opportunityOperations.get(admin, { id: opportunity.id })).toMatchObject({ stageId: stage("open") });
  });

  test("leaves what others wrote in other fields, and takes the next gap where its place is taken", async () => {
    const opportunity = await createOpportunity(admin, { name: "Gap", stageId: stage("open", 3) });
    const [row] = await adminQuery<{ rank: string }>("select rank from opportunities where id = $1", [opportunity.id]);
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    const squatter = await createOpportunity(admin, { name: "Squatter", stageId: stage("open", 3) });
    await adminQuery("update opportunities set rank = $1 where id = $2", [row?.rank, squatter.id]);
    await opportunityOperations.update(other, { id: opportunity.id, version: moved.version, description: "Theirs" });
    const back = await undoMove(admin, { id: opportunity.id, version: moved.version });
    expect(back).toMatchObject({ stageId: stage("open", 3), version: 4 });
    expect(await order(stage("open", 3))).toEqual(["Squatter", "Gap"]);
    expect((await opportunityOperations.get(admin, { id: opportunity.id })).description?.text).toBe("Theirs");
  });

  test("is refused with the reason when someone moved it on, or changed what the move had changed", async () => {
    const opportunity = await createOpportunity(admin, { name: "Refused", probability: 40 });
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    await opportunityOperations.update(other, { id: opportunity.id, version: 2, probability: 70 });
    await expect(undoMove(admin, { id: opportunity.id, version: moved.version })).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${other.member?.name} has since changed the same values. Your move was not undone.`,
      details: { changed: ["probability"] },
    });
    await moveOpportunity(other, { id: opportunity.id, version: 3, stageId: stage("open", 2) });
    await expect(undoMove(admin, { id: opportunity.id, version: moved.version })).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${other.member?.name} has since moved this to Proposal. Your move was not undone.`,
    });
    expect(await opportunityOperations.get(admin, { id: opportunity.id })).toMatchObject({
      stageId: stage("open", 2),
      version: 4,
    });
  });

  test("goes on with the move before it, where only the same member moved it since and took that back", async () => {
    const { id } = await createOpportunity(admin, { name: "Twice", stageId: stage("open", 0) });
    const first = await moveOpportunity(admin, { id, version: 1, stageId: stage("open", 1) });
    const second = await moveOpportunity(admin, { id, version: first.version, stageId: stage("open", 2) });
    await expect(undoMove(admin, { id, version: first.version })).rejects.toMatchObject({ code: "CONFLICT" });
    await undoMove(admin, { id, version: second.version });
    await undoMove(admin, { id, version: first.version });
    const now = await opportunityOperations.get(admin, { id });
    expect(now).toMatchObject({ stageId: stage("open", 0), version: 5 });

    const again = await moveOpportunity(admin, { id, version: now.version, stageId: stage("open", 1) });
    const theirs = await moveOpportunity(other, { id, version: again.version, stageId: stage("open", 2) });
    await undoMove(other, { id, version: theirs.version });
    await expect(undoMove(admin, { id, version: again.version })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await opportunityOperations.get(admin, { id })).stageId).toBe(stage("open", 1));
  });

  test("is refused for a version that no move made, and for an archived opportunity", async () => {
    const opportunity = await createOpportunity(admin, { name: "No move" });
    for (const version of [1, 9])
      await expect(undoMove(admin, { id: opportunity.id, version })).rejects.toMatchObject({ code: "CONFLICT" });
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    await opportunityOperations.archive(admin, { id: opportunity.id, version: moved.version });
    await expect(undoMove(admin, { id: opportunity.id, version: moved.version })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await opportunityOperations.get(admin, { id: opportunity.id })).stageId).toBe(stage("open", 1));
  });
});

describe("a move that is taken back at once never was one", () => {
  const longAgo = "2026-01-02T03:04:05.000Z";
  async function restingOpportunity(name: string, stageId: string, more = {}) {
    const opportunity = await createOpportunity(admin, { name, stageId, ...more });
    await adminQuery("update opportunities set stage_entered_at = $1, touched_at = $1 where id = $2", [
      longAgo,
      opportunity.id,
    ]);
    await adminQuery("update stage_entries set entered_at = $1 where opportunity_id = $2", [longAgo, opportunity.id]);
    return opportunity;
  }
  const facts = async (id: string) => {
    const [opportunity] = await adminQuery(
      `select stage_id as "stageId", stage_entered_at as entered, touched_at as touched, closed_at as closed
       from opportunities where id = $1`,
      [id],
    );
    const stays = await adminQuery(
      `select sequence, stage_id as "stageId", entered_at as entered, left_at as "leftAt"
       from stage_entries where opportunity_id = $1 order by sequence`,
      [id],
    );
    return { opportunity, stays };
  };

  test("age, rot and the history of stages are as they were; the events tell both", async () => {
    const opportunity = await restingOpportunity("Resting", stage("open", 0));
    const before = await facts(opportunity.id);
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    expect((await facts(opportunity.id)).stays).toHaveLength(2);
    const back = await undoMove(admin, { id: opportunity.id, version: moved.version });
    expect(await facts(opportunity.id)).toEqual(before);
    expect(back.ageDays).toBeGreaterThan(5);
    const again = await moveOpportunity(admin, {
      id: opportunity.id,
      version: back.version,
      stageId: stage("open", 2),
    });
    const { stays } = await facts(opportunity.id);
    expect(stays.map((stay) => stay.sequence)).toEqual([1, 2]);
    expect(stays[0]?.leftAt).toEqual(stays[1]?.entered);
    const events = await adminQuery("select 1 from events where entity_id = $1 and name = 'opportunity.stageChanged'", [
      opportunity.id,
    ]);
    expect(events).toHaveLength(3);
    expect(again.version).toBe(4);
  });

  test("a won opportunity that was reopened is closed since when it was", async () => {
    const opportunity = await restingOpportunity("Won", stage("won"));
    await adminQuery("update opportunities set closed_at = $1 where id = $2", [longAgo, opportunity.id]);
    const before = await facts(opportunity.id);
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    await undoMove(admin, { id: opportunity.id, version: moved.version });
    expect(await facts(opportunity.id)).toEqual(before);
  });

  test("a touch since the move stays the last one", async () => {
    const opportunity = await restingOpportunity("Touched", stage("open", 0));
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    await adminQuery("update opportunities set touched_at = stage_entered_at + interval '1 second' where id = $1", [
      opportunity.id,
    ]);
    const [touch] = await adminQuery("select touched_at as touched from opportunities where id = $1", [opportunity.id]);
    await undoMove(admin, { id: opportunity.id, version: moved.version });
    expect((await facts(opportunity.id)).opportunity).toMatchObject({
      touched: touch?.touched,
      entered: new Date(longAgo),
    });
  });

  test("an undo after a longer stay in the other stage begins a new stay", async () => {
    const opportunity = await restingOpportunity("Stood", stage("open", 0));
    const moved = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 1) });
    await adminQuery("update opportunities set stage_entered_at = now() - interval '6 minutes' where id = $1", [
      opportunity.id,
    ]);
    const back = await undoMove(admin, { id: opportunity.id, version: moved.version });
    expect((await facts(opportunity.id)).stays.map((stay) => stay.stageId)).toEqual([
      stage("open", 0),
      stage("open", 1),
      stage("open", 0),
    ]);
    expect(back.ageDays).toBe(0);
  });

  test("taking back that it was taken back is a move of its own, and takes no true stay out", async () => {
    const opportunity = await restingOpportunity("To and fro", stage("open", 1));
    const first = await moveOpportunity(admin, { id: opportunity.id, version: 1, stageId: stage("open", 0) });
    const moved = await moveOpportunity(admin, {
      id: opportunity.id,
      version: first.version,
      stageId: stage("open", 1),
    });
    const back = await undoMove(admin, { id: opportunity.id, version: moved.version });
    await undoMove(admin, { id: opportunity.id, version: back.version });
    expect((await facts(opportunity.id)).stays.map((stay) => stay.stageId)).toEqual([
      stage("open", 1),
      stage("open", 0),
      stage("open", 1),
    ]);
  });
});

describe("taking an archiving back", () => {
  test("keeps what others changed in other fields, of opportunities and accounts", async () => {
    const opportunity = await createOpportunity(admin, { name: "Shelved" });
    const shelved = await opportunityOperations.archive(admin, { id: opportunity.id, version: 1 });
    await opportunityOperations.update(other, { id: opportunity.id, version: shelved.version, description: "Theirs" });
    const back = await opportunityOperations.restore(admin, { id: opportunity.id, version: shelved.version });
    expect(back).toMatchObject({ archivedAt: null, description: { text: "Theirs" }, version: 4 });
    const account = await accountOperations.create(admin, { name: "Shelved" });
    const gone = await accountOperations.archive(admin, { id: account.id, version: 1 });
    await accountOperations.update(other, { id: account.id, version: gone.version, industry: "Theirs" });
    expect(await accountOperations.restore(admin, { id: account.id, version: gone.version })).toMatchObject({
      archivedAt: null,
      industry: "Theirs",
    });
  });

  test("is refused when someone brought it back and archived it again since", async () => {
    const account = await accountOperations.create(admin, { name: "Shelved twice" });
    const mine = await accountOperations.archive(admin, { id: account.id, version: 1 });
    const restored = await accountOperations.restore(other, { id: account.id, version: mine.version });
    const theirs = await accountOperations.archive(other, { id: account.id, version: restored.version });
    await expect(accountOperations.restore(admin, { id: account.id, version: mine.version })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { changed: ["archivedAt"] },
    });
    expect(await accountOperations.get(admin, { id: account.id })).toMatchObject({
      archivedAt: theirs.archivedAt,
      version: theirs.version,
    });
  });
});

describe("taking a bulk act back", () => {
  test("goes opportunity by opportunity under the versions that it made, and says which stayed and why", async () => {
    const opportunities = [
      await createOpportunity(admin, { name: "One" }),
      await createOpportunity(admin, { name: "Two" }),
    ];
    const ids = opportunities.map((opportunity) => opportunity.id);
    const moved = await bulkOpportunities(admin, { ids, action: { type: "move", stageId: stage("open", 2) } });
    const versions = Object.fromEntries(moved.done.map((done) => [done.id, done.version]));
    await moveOpportunity(other, { id: ids[1] ?? "", version: 2, stageId: stage("open", 3) });
    const undone = await bulkOpportunities(admin, { ids, action: { type: "undoMove" }, versions });
    expect(undone.done).toEqual([{ id: ids[0], version: 3, changed: true }]);
    expect(undone.failed).toEqual([
      {
        id: ids[1],
        code: "CONFLICT",
        message: `${other.member?.name} has since moved this to Negotiation. Your move was not undone.`,
      },
    ]);
    expect((await opportunityOperations.get(admin, { id: ids[1] ?? "" })).stageId).toBe(stage("open", 3));
  });

  test("leaves the owner that someone else gave since", async () => {
    const [me, colleague] = [admin.member?.id ?? "", other.member?.id ?? ""];
    const opportunity = await createOpportunity(admin, { name: "Given" });
    const given = await bulkOpportunities(admin, {
      ids: [opportunity.id],
      action: { type: "edit", ownerId: colleague },
    });
    const third = await workspace.join("member");
    await opportunityOperations.update(other, { id: opportunity.id, version: 2, ownerId: third.id });
    const undone = await bulkOpportunities(admin, {
      ids: [opportunity.id],
      action: { type: "edit", ownerId: me },
      versions: { [opportunity.id]: given.done[0]?.version ?? 0 },
    });
    expect(undone.failed).toMatchObject([{ code: "CONFLICT" }]);
    expect((await opportunityOperations.get(admin, { id: opportunity.id })).owner?.id).toBe(third.id);
  });
});
