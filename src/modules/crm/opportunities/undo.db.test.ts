import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { dealWorkspace } from "@/test/deals";
import { archiveAccount, createAccount, getAccount, restoreAccount, updateAccount } from "../accounts/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { archiveOpportunity, restoreOpportunity } from "./operations/archive";
import { bulkOpportunities } from "./operations/bulk";
import { createOpportunity } from "./operations/create";
import { moveOpportunity } from "./operations/move";
import { getOpportunity } from "./operations/read";
import { undoMove } from "./operations/undo-move";
import { updateOpportunity } from "./operations/update";

let workspace: TestWorkspace;
let admin: Ctx;
let other: Ctx;
let pipeline: Pipeline;
beforeAll(async () => {
  ({ workspace, admin, pipeline } = await dealWorkspace());
  other = await workspace.role("admin");
});

const stage = (type: StageType, index = 0) =>
  pipeline.stages.filter((entry) => entry.type === type)[index]?.id ?? "missing";
const order = async (stageId: string) =>
  (
    await adminQuery<{ name: string }>("select name from opportunities where stage_id = $1 order by rank", [stageId])
  ).map((row) => row.name);

describe("taking a move back", () => {
  test("gives the deal its stage, place, probability, close date and loss reason back", async () => {
    const [first, deal] = [
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
    expect(await getOpportunity(admin, { id: first.id })).toMatchObject({
      status: "lost",
      lossReason: { id: reason?.id },
      lossDetail: "Too late",
      actualCloseDate: "2026-02-03",
      version: 4,
    });
    await updateOpportunity(admin, { id: deal.id, version: 1, probability: 33 });
    const moved = await moveOpportunity(admin, { id: deal.id, version: 2, stageId: stage("open", 1) });
    await createOpportunity(admin, { name: "Behind", stageId: stage("open", 2) });
    const back = await undoMove(admin, { id: deal.id, version: moved.version });
    expect(back).toMatchObject({ stageId: stage("open", 2), probability: 33, version: 4 });
    expect(await order(stage("open", 2))).toEqual(["Front", "Behind"]);
  });

  test("leaves what others wrote in other fields, and takes the next gap where its place is taken", async () => {
    const deal = await createOpportunity(admin, { name: "Gap", stageId: stage("open", 3) });
    const [row] = await adminQuery<{ rank: string }>("select rank from opportunities where id = $1", [deal.id]);
    const moved = await moveOpportunity(admin, { id: deal.id, version: 1, stageId: stage("open", 1) });
    const squatter = await createOpportunity(admin, { name: "Squatter", stageId: stage("open", 3) });
    await adminQuery("update opportunities set rank = $1 where id = $2", [row?.rank, squatter.id]);
    await updateOpportunity(other, { id: deal.id, version: moved.version, description: "Theirs" });
    const back = await undoMove(admin, { id: deal.id, version: moved.version });
    expect(back).toMatchObject({ stageId: stage("open", 3), version: 4 });
    expect(await order(stage("open", 3))).toEqual(["Squatter", "Gap"]);
    expect((await getOpportunity(admin, { id: deal.id })).description).toBe("Theirs");
  });

  test("is refused with the reason when someone moved it on, or changed what the move had changed", async () => {
    const deal = await createOpportunity(admin, { name: "Refused", probability: 40 });
    const moved = await moveOpportunity(admin, { id: deal.id, version: 1, stageId: stage("open", 1) });
    await updateOpportunity(other, { id: deal.id, version: 2, probability: 70 });
    await expect(undoMove(admin, { id: deal.id, version: moved.version })).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${other.member?.name} changed what your move had changed. It was not taken back.`,
      details: { changed: ["probability"] },
    });
    await moveOpportunity(other, { id: deal.id, version: 3, stageId: stage("open", 2) });
    await expect(undoMove(admin, { id: deal.id, version: moved.version })).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${other.member?.name} moved this to Proposal since. Your move was not taken back.`,
    });
    expect(await getOpportunity(admin, { id: deal.id })).toMatchObject({ stageId: stage("open", 2), version: 4 });
  });

  test("is refused for a version that no move made, and for an archived deal", async () => {
    const deal = await createOpportunity(admin, { name: "No move" });
    for (const version of [1, 9])
      await expect(undoMove(admin, { id: deal.id, version })).rejects.toMatchObject({ code: "CONFLICT" });
    const moved = await moveOpportunity(admin, { id: deal.id, version: 1, stageId: stage("open", 1) });
    await archiveOpportunity(admin, { id: deal.id, version: moved.version });
    await expect(undoMove(admin, { id: deal.id, version: moved.version })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await getOpportunity(admin, { id: deal.id })).stageId).toBe(stage("open", 1));
  });
});

describe("taking an archiving back", () => {
  test("keeps what others changed in other fields, of deals and accounts", async () => {
    const deal = await createOpportunity(admin, { name: "Shelved" });
    const shelved = await archiveOpportunity(admin, { id: deal.id, version: 1 });
    await updateOpportunity(other, { id: deal.id, version: shelved.version, description: "Theirs" });
    const back = await restoreOpportunity(admin, { id: deal.id, version: shelved.version });
    expect(back).toMatchObject({ archivedAt: null, description: "Theirs", version: 4 });
    const account = await createAccount(admin, { name: "Shelved" });
    const gone = await archiveAccount(admin, { id: account.id, version: 1 });
    await updateAccount(other, { id: account.id, version: gone.version, industry: "Theirs" });
    expect(await restoreAccount(admin, { id: account.id, version: gone.version })).toMatchObject({
      archivedAt: null,
      industry: "Theirs",
    });
  });

  test("is refused when someone brought it back and archived it again since", async () => {
    const account = await createAccount(admin, { name: "Shelved twice" });
    const mine = await archiveAccount(admin, { id: account.id, version: 1 });
    const restored = await restoreAccount(other, { id: account.id, version: mine.version });
    const theirs = await archiveAccount(other, { id: account.id, version: restored.version });
    await expect(restoreAccount(admin, { id: account.id, version: mine.version })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { changed: ["archivedAt"] },
    });
    expect(await getAccount(admin, { id: account.id })).toMatchObject({
      archivedAt: theirs.archivedAt,
      version: theirs.version,
    });
  });
});

describe("taking a bulk act back", () => {
  test("goes deal by deal under the versions that it made, and says which stayed and why", async () => {
    const deals = [await createOpportunity(admin, { name: "One" }), await createOpportunity(admin, { name: "Two" })];
    const ids = deals.map((deal) => deal.id);
    const moved = await bulkOpportunities(admin, { ids, action: { type: "move", stageId: stage("open", 2) } });
    const versions = Object.fromEntries(moved.done.map((done) => [done.id, done.version]));
    await moveOpportunity(other, { id: ids[1] ?? "", version: 2, stageId: stage("open", 3) });
    const undone = await bulkOpportunities(admin, { ids, action: { type: "undoMove" }, versions });
    expect(undone.done).toEqual([{ id: ids[0], version: 3 }]);
    expect(undone.failed).toEqual([
      {
        id: ids[1],
        code: "CONFLICT",
        message: `${other.member?.name} moved this to Negotiation since. Your move was not taken back.`,
      },
    ]);
    expect((await getOpportunity(admin, { id: ids[1] ?? "" })).stageId).toBe(stage("open", 3));
  });

  test("leaves the owner that someone else gave since", async () => {
    const [me, colleague] = [admin.member?.id ?? "", other.member?.id ?? ""];
    const deal = await createOpportunity(admin, { name: "Given" });
    const given = await bulkOpportunities(admin, { ids: [deal.id], action: { type: "edit", ownerId: colleague } });
    const third = await workspace.join("member");
    await updateOpportunity(other, { id: deal.id, version: 2, ownerId: third.id });
    const undone = await bulkOpportunities(admin, {
      ids: [deal.id],
      action: { type: "edit", ownerId: me },
      versions: { [deal.id]: given.done[0]?.version ?? 0 },
    });
    expect(undone.failed).toMatchObject([{ code: "CONFLICT" }]);
    expect((await getOpportunity(admin, { id: deal.id })).owner?.id).toBe(third.id);
  });
});
