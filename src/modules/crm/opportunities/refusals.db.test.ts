import { beforeAll, describe, expect, test } from "vitest";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { archiveLossReason, createLossReason } from "../pipelines/loss-reasons/operations";
import { createPipeline } from "../pipelines/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { createStage, updateStage } from "../pipelines/stages/operations";
import { productOperations } from "../products/operations";
import {
  addOpportunityLine,
  listOpportunityLines,
  removeOpportunityLine,
  updateOpportunityLine,
} from "./lines/operations";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { removeStage } from "./stages/operations";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
let foreignReason: string;
beforeAll(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  const other = await createPipeline(admin, { name: "Another", lossReasons: ["Elsewhere"] });
  foreignReason = other.lossReasons[0]?.id ?? "";
});

const stage = (type: StageType, index = 0) =>
  pipeline.stages.filter((entry) => entry.type === type)[index]?.id ?? "missing";
const stored = (id: string) =>
  adminQuery(
    `select o.name, o.version, o.stage_id, o.owner_id, o.loss_reason_id, o.archived_at, count(l.id)::int as lines
     from opportunities o left join opportunity_lines l on l.opportunity_id = o.id where o.id = $1 group by o.id`,
    [id],
  );

/** The act is refused, and the opportunity is as it was. */
async function refused(id: string, act: () => Promise<unknown>, error: { code: string; details?: unknown }) {
  const before = await stored(id);
  await expect(act()).rejects.toMatchObject(error);
  expect(await stored(id)).toEqual(before);
}
const invalid = (path: string) => ({ code: "VALIDATION", details: { fields: [{ path }] } });

describe("an opportunity is not", () => {
  test("moved while it is archived", async () => {
    const { id } = await createOpportunity(admin, { name: "Put away" });
    const { version } = await opportunityOperations.archive(admin, { id, version: 1 });
    const act = () => moveOpportunity(admin, { id, version, stageId: stage("open", 1) });
    await refused(id, act, { code: "CONFLICT" });
  });

  test("left without the day on which it closed", async () => {
    const { id } = await createOpportunity(admin, { name: "Won once", stageId: stage("won") });
    const act = () => opportunityOperations.update(admin, { id, version: 1, actualCloseDate: null });
    await refused(id, act, invalid("actualCloseDate"));
  });

  test("taken its reason because that was archived since: it can be given again, and to no other opportunity", async () => {
    const { id: lossReasonId } = await createLossReason(admin, { pipelineId: pipeline.id, name: "Of old" });
    const lost = { stageId: stage("lost"), lossReasonId };
    const { id } = await createOpportunity(admin, { name: "Lost of old", ...lost });
    await archiveLossReason(admin, { id: lossReasonId, version: 1 });
    const edited = await opportunityOperations.update(admin, { id, version: 1, name: "Lost long ago", lossReasonId });
    expect(edited).toMatchObject({ name: "Lost long ago", lossReason: { id: lossReasonId } });
    await refused(
      id,
      () => opportunityOperations.update(admin, { id, version: 2, lossReasonId: null }),
      invalid("lossReasonId"),
    );
    await expect(createOpportunity(admin, { name: "Lost now", ...lost })).rejects.toMatchObject(
      invalid("lossReasonId"),
    );
  });

  test("lost for a reason of another pipeline, nor given a reason while it is not lost", async () => {
    const { id } = await createOpportunity(admin, { name: "Reasons" });
    const lose = () => moveOpportunity(admin, { id, stageId: stage("lost"), lossReasonId: foreignReason });
    await refused(id, lose, invalid("lossReasonId"));
    const lossReasonId = pipeline.lossReasons[0]?.id ?? "";
    await refused(
      id,
      () => opportunityOperations.update(admin, { id, version: 1, lossReasonId }),
      invalid("lossReasonId"),
    );
    const lossDetail = "Too late";
    await refused(id, () => opportunityOperations.update(admin, { id, version: 1, lossDetail }), invalid("lossDetail"));
    const born = { name: "Born lost", stageId: stage("lost"), lossReasonId: foreignReason };
    await expect(createOpportunity(admin, born)).rejects.toMatchObject(invalid("lossReasonId"));
    expect(await adminQuery("select 1 from opportunities where name = 'Born lost'")).toEqual([]);
  });

  test("given to a removed member, nor by a member to somebody else", async () => {
    const boss = await workspace.role("owner");
    const gone = await workspace.join("member");
    await removeMember(boss, { id: gone.id, version: 1 });
    const plain = await workspace.role("member");
    const { id } = await createOpportunity(plain, { name: "Whose" });
    await refused(id, () => opportunityOperations.update(admin, { id, version: 1, ownerId: gone.id }), {
      code: "NOT_FOUND",
    });
    const there = admin.member?.id ?? "";
    await refused(id, () => opportunityOperations.update(plain, { id, version: 1, ownerId: there }), {
      code: "FORBIDDEN",
    });
    for (const [ctx, ownerId] of [
      [admin, gone.id],
      [plain, there],
      [plain, null],
    ] as const)
      await expect(createOpportunity(ctx, { name: "Nobody's work", ownerId })).rejects.toThrow();
    expect(await adminQuery("select 1 from opportunities where name = 'Nobody''s work'")).toEqual([]);
  });

  test("sold an archived product, nor one whose price is in another currency", async () => {
    const { id } = await createOpportunity(admin, { name: "Basket", amount: { amount: 5, currency: "USD" } });
    const old = await productOperations.create(admin, { name: "Old", price: { amount: 7, currency: "USD" } });
    await productOperations.archive(admin, { id: old.id, version: 1 });
    const euro = await productOperations.create(admin, { name: "Euro", price: { amount: 7, currency: "EUR" } });
    const add = (productId: string) => () => addOpportunityLine(admin, { id, version: 1, productId, quantity: 1 });
    await refused(id, add(old.id), { code: "CONFLICT" });
    await refused(id, add(euro.id), invalid("unitPrice"));
  });

  test("given lines that come to more than an amount can be", async () => {
    const product = await productOperations.create(admin, { name: "Gold" });
    const { id } = await createOpportunity(admin, { name: "Treasure", amount: { amount: 5, currency: "USD" } });
    const half = { id, version: 1, productId: product.id, quantity: 1, unitPrice: 6e14 };
    for (const unitPrice of [1e15, -1e15])
      await refused(
        id,
        () => addOpportunityLine(admin, { ...half, quantity: 999_999_999, unitPrice }),
        invalid("quantity"),
      );
    const { version, lines } = await addOpportunityLine(admin, half);
    await refused(id, () => addOpportunityLine(admin, { ...half, version }), invalid("quantity"));
    const lineId = lines[0]?.id ?? "";
    await refused(
      id,
      () => updateOpportunityLine(admin, { id, version, lineId, quantity: 999_999_999 }),
      invalid("quantity"),
    );
    // An import brings what a person may not type: it can be read, and taken off.
    await adminQuery("update opportunity_lines set quantity = 999999999 where id = $1", [lineId]);
    const most = { amount: Number.MAX_SAFE_INTEGER, currency: "USD" };
    expect(await listOpportunityLines(admin, { id })).toMatchObject({ total: most, lines: [{ total: most }] });
    expect(await removeOpportunityLine(admin, { id, version, lineId })).toMatchObject({ lines: [] });
  });

  test("started in a stage that was taken away", async () => {
    const { id } = await createStage(admin, { pipelineId: pipeline.id, name: "Short", type: "open" });
    await removeStage(admin, { id, version: 1 });
    await expect(createOpportunity(admin, { name: "Astray", stageId: id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await adminQuery("select 1 from opportunities where name = 'Astray'")).toEqual([]);
  });
});

test("a stage that someone changed meanwhile is not taken away", async () => {
  const { id } = await createStage(admin, { pipelineId: pipeline.id, name: "Seen", type: "open" });
  await updateStage(admin, { id, version: 1, name: "Seen again" });
  await expect(removeStage(admin, { id, version: 1 })).rejects.toMatchObject({
    code: "CONFLICT",
    details: { current: { name: "Seen again" } },
  });
  const rows = await adminQuery("select archived_at from stages where id = $1", [id]);
  expect(rows).toEqual([{ archived_at: null }]);
});
