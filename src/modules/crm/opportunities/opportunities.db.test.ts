import { beforeAll, describe, expect, test } from "vitest";
import type { Condition } from "@/lib/list-filter";
import type { Ctx, Visibility } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { accountOperations } from "../accounts/operations";
import { bootstrapPipelines } from "../pipelines/bootstrap";
import { listPipelines } from "../pipelines/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { createStage } from "../pipelines/stages/operations";
import { productOperations } from "../products/operations";
import { getBoard } from "./board/operations";
import { listStageHistory } from "./history/operations";
import {
  addOpportunityLine,
  listOpportunityLines,
  removeOpportunityLine,
  updateOpportunityLine,
} from "./lines/operations";
import { bulkOpportunities, createOpportunity, opportunityOperations } from "./operations/all";
import { movedAtOnce, removeStage } from "./stages/operations";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;

beforeAll(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
});

const stage = (type: StageType, index = 0) =>
  pipeline.stages.filter((entry) => entry.type === type)[index]?.id ?? "missing";

describe("edits", () => {
  test("start in the first open stage of the default pipeline, owned by their maker, in the workspace's currency", async () => {
    const member = await workspace.role("member");
    const made = await createOpportunity(member, { name: "  Kan-code  retainer " });
    expect(made).toMatchObject({
      name: "Kan-code  retainer",
      stage: { name: "Lead", probability: 10 },
      pipeline: { name: "Sales" },
      status: "open",
      owner: { id: member.member?.id },
      amount: null,
      currency: "USD",
      probability: 10,
      ownProbability: null,
      version: 1,
      mayEdit: true,
    });
    expect(await listStageHistory(member, { id: made.id })).toMatchObject([
      { stage: { name: "Lead" }, leftAt: null, actor: { id: member.member?.id }, source: "app" },
    ]);
  });

  test("a later close date is a push; taking it back takes the push back; bringing it forward is none", async () => {
    const made = await createOpportunity(admin, { name: "Slips", expectedCloseDate: "2026-12-01" });
    const to = async (version: number, expectedCloseDate: string | null) =>
      await opportunityOperations.update(admin, { id: made.id, version, expectedCloseDate });
    const pushed = await to(1, "2026-12-15");
    expect(pushed).toMatchObject({ closeDatePushes: 1, version: 2 });
    expect(await to(2, "2026-12-01")).toMatchObject({ closeDatePushes: 0, expectedCloseDate: "2026-12-01" });
    await to(3, "2026-12-20");
    expect(await to(4, "2026-11-20")).toMatchObject({ closeDatePushes: 1 });
    expect(await to(5, null)).toMatchObject({ closeDatePushes: 1, expectedCloseDate: null });
  });

  test("an undo writes the old values back, and is refused when someone changed the same field since", async () => {
    const made = await createOpportunity(admin, { name: "Undo", amount: { amount: 100_05, currency: "USD" } });
    const edited = await opportunityOperations.update(admin, {
      id: made.id,
      version: 1,
      amount: { amount: 7, currency: "EUR" },
      probability: 80,
    });
    const undo = { id: made.id, version: edited.version, amount: made.amount, probability: made.ownProbability };
    const other = await opportunityOperations.update(await workspace.role("owner"), {
      id: made.id,
      version: edited.version,
      name: "Renamed",
    });
    const undone = await opportunityOperations.update(admin, undo);
    expect(undone).toMatchObject({ name: "Renamed", amount: made.amount, currency: "USD", ownProbability: null });
    expect(undone.version).toBe(other.version + 1);
    await expect(opportunityOperations.update(admin, undo)).resolves.toMatchObject({ version: undone.version });
    await expect(
      opportunityOperations.update(admin, { ...undo, amount: { amount: 9, currency: "USD" } }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { amount: made.amount, version: undone.version } },
    });
  });

  test("outcome fields belong to closed opportunities, and a reason to the opportunity's pipeline", async () => {
    const open = await createOpportunity(admin, { name: "Open" });
    await expect(
      opportunityOperations.update(admin, { id: open.id, version: 1, actualCloseDate: "2026-01-01" }),
    ).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "actualCloseDate" }] } });
    await expect(createOpportunity(admin, { name: "Lost", stageId: stage("lost") })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "lossReasonId" }] },
    });
    const reasons = pipeline.lossReasons.map((reason) => reason.id);
    const lost = await createOpportunity(admin, {
      name: "Lost",
      stageId: stage("lost"),
      lossReasonId: reasons[0] ?? "",
      actualCloseDate: "2026-02-03",
    });
    expect(lost).toMatchObject({ status: "lost", actualCloseDate: "2026-02-03", probability: 0 });
    const changed = await opportunityOperations.update(admin, {
      id: lost.id,
      version: 1,
      lossReasonId: reasons[1] ?? "",
    });
    expect(changed.lossReason?.id).toBe(reasons[1]);
    await expect(
      opportunityOperations.update(admin, { id: lost.id, version: 2, lossReasonId: null }),
    ).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  test("archived opportunities leave list and board and come back; deleted ones are gone with their history", async () => {
    const made = await createOpportunity(admin, { name: "Archive me", stageId: stage("open", 3) });
    const countOf = async () =>
      (await getBoard(admin, {})).columns.find((column) => column.stageId === made.stageId)?.count ?? 0;
    const before = await countOf();
    const archived = await opportunityOperations.archive(admin, { id: made.id, version: 1 });
    expect(await countOf()).toBe(before - 1);
    expect((await opportunityOperations.list(admin, { q: "archive me" })).rows).toEqual([]);
    expect((await opportunityOperations.list(admin, { q: "archive me", archived: true })).rows).toHaveLength(1);
    // Repeated by a client that did not receive the answer, it changes nothing.
    for (const version of [archived.version, 1])
      expect(await opportunityOperations.archive(admin, { id: made.id, version })).toEqual(archived);
    const restored = await opportunityOperations.restore(admin, { id: made.id, version: archived.version });
    expect(await countOf()).toBe(before);
    await expect(opportunityOperations.delete(admin, { id: made.id, version: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const member = await workspace.role("manager");
    await expect(opportunityOperations.delete(member, { id: made.id, version: 3 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await opportunityOperations.delete(admin, { id: made.id, version: restored.version });
    await expect(opportunityOperations.get(admin, { id: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await adminQuery("select 1 from stage_entries where opportunity_id = $1", [made.id])).toEqual([]);
  });
});

describe("product lines", () => {
  test("add up exactly, in the opportunity's currency, under the opportunity's version", async () => {
    const product = await productOperations.create(admin, {
      name: "Hours",
      price: { amount: 15_001, currency: "USD" },
    });
    const free = await productOperations.create(admin, { name: "Free" });
    const opportunity = await createOpportunity(admin, { name: "With lines", amount: { amount: 5, currency: "USD" } });
    const one = await addOpportunityLine(admin, {
      id: opportunity.id,
      version: 1,
      productId: product.id,
      quantity: 2.5,
    });
    // 2.5 × 15,001 = 37,502.5, half to even.
    expect(one).toMatchObject({ version: 2, total: { amount: 37_502, currency: "USD" } });
    await expect(
      addOpportunityLine(admin, { id: opportunity.id, version: 2, productId: free.id, quantity: 1 }),
    ).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "unitPrice" }] } });
    const two = await addOpportunityLine(admin, {
      id: opportunity.id,
      version: 2,
      productId: free.id,
      quantity: 1,
      unitPrice: -502,
    });
    expect(two.total.amount).toBe(37_000);
    const lineId = two.lines[0]?.id ?? "";
    await expect(
      updateOpportunityLine(admin, { id: opportunity.id, version: 1, lineId, quantity: 9 }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(
      addOpportunityLine(admin, { id: opportunity.id, version: 3, productId: free.id, quantity: 0.0001, unitPrice: 1 }),
    ).rejects.toMatchObject({ code: "VALIDATION" });
    await updateOpportunityLine(admin, { id: opportunity.id, version: 3, lineId, quantity: 1.5, description: "Night" });
    await expect(
      opportunityOperations.update(admin, { id: opportunity.id, version: 4, amount: { amount: 5, currency: "EUR" } }),
    ).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "amount" }] } });
    await removeOpportunityLine(admin, { id: opportunity.id, version: 4, lineId: two.lines[1]?.id ?? "" });
    expect(await listOpportunityLines(admin, { id: opportunity.id })).toMatchObject({
      lines: [{ product: { name: "Hours" }, quantity: 1.5, description: "Night" }],
      // 1.5 × 15,001 = 22,501.5, half to even.
      total: { amount: 22_502 },
      version: 5,
    });
    const found = await opportunityOperations.list(admin, {
      conditions: [{ field: "product", op: "is", value: product.id }],
    });
    expect(found.rows.map((row) => row.id)).toEqual([opportunity.id]);
  });
});

describe("bulk acts", () => {
  test("report row by row and share one batch", async () => {
    const member = await workspace.role("member");
    const mine = await createOpportunity(member, { name: "Mine" });
    const theirs = await createOpportunity(admin, { name: "Theirs" });
    const unknown = crypto.randomUUID();
    const report = await bulkOpportunities(member, {
      ids: [mine.id, theirs.id, unknown],
      action: { type: "move", stageId: stage("won") },
    });
    expect(report.done).toEqual([{ id: mine.id, version: 2, changed: true }]);
    expect(report.failed).toMatchObject([
      { id: theirs.id, code: "FORBIDDEN" },
      { id: unknown, code: "NOT_FOUND" },
    ]);
    expect((await opportunityOperations.get(admin, { id: theirs.id })).version).toBe(1);
    const events = await adminQuery("select name from events where batch_id = $1 order by id", [report.batchId]);
    expect(events).toEqual([{ name: "opportunity.stageChanged" }, { name: "opportunity.won" }]);
  });
});

describe("a stage that is taken away", () => {
  test("hands its opportunities on in their order, with history; the last one of its type stays", async () => {
    const extra = await createStage(admin, { pipelineId: pipeline.id, name: "Extra", type: "open" });
    const names = ["3", "2", "1"];
    for (const name of names) await createOpportunity(admin, { name: `Extra ${name}`, stageId: extra.id });
    const target = stage("open", 2);
    await createOpportunity(admin, { name: "Extra 0", stageId: target });
    await expect(removeStage(admin, { id: extra.id, version: 1 })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "toStageId" }] },
    });
    await expect(removeStage(admin, { id: extra.id, version: 1, toStageId: stage("won") })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    const after = await removeStage(admin, { id: extra.id, version: 1, toStageId: target });
    expect(after.stages.map((entry) => entry.name)).not.toContain("Extra");
    const column = (await getBoard(admin, { q: "extra" })).columns.find((entry) => entry.stageId === target);
    expect(column?.cards.map((entry) => entry.name)).toEqual(["Extra 0", "Extra 1", "Extra 2", "Extra 3"]);
    const history = await listStageHistory(admin, { id: column?.cards[1]?.id ?? "" });
    expect(history.map((stay) => stay.stage.name)).toEqual(["Extra", "Proposal"]);
    expect(history[0]?.leftAt).toBe(history[1]?.enteredAt);
    const again = await createStage(admin, { pipelineId: pipeline.id, name: "Extra", type: "open" });
    await removeStage(admin, { id: again.id, version: 1 });
    await expect(removeStage(admin, { id: stage("won"), version: 1, toStageId: target })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

test("a stage of many opportunities is emptied in transactions of a bounded size, in order, and then taken away", async () => {
  const many = await createStage(admin, { pipelineId: pipeline.id, name: "Many", type: "open" });
  const to = await createStage(admin, { pipelineId: pipeline.id, name: "Roomy", type: "open" });
  const all = 2 * movedAtOnce + 1;
  await adminQuery(
    `insert into opportunities (id, tenant_id, name, name_key, pipeline_id, stage_id, status, rank, currency, updated_at)
     select gen_random_uuid(), $1, n, n, $2, $3, 'open', n, 'USD', now()
     from (select 'm' || lpad(n::text, 5, '0') as n from generate_series(1, $4::int) n) names`,
    [workspace.tenant.id, pipeline.id, many.id, all],
  );
  await removeStage(admin, { id: many.id, version: 1, toStageId: to.id });
  const opportunities = await adminQuery<{ name: string; writer: string }>(
    "select name, xmin::text as writer from opportunities where stage_id = $1 order by rank",
    [to.id],
  );
  expect(opportunities.map(({ name }) => name)).toEqual(opportunities.map(({ name }) => name).toSorted());
  expect([opportunities.length, new Set(opportunities.map(({ writer }) => writer)).size]).toEqual([all, 3]);
  const events = await adminQuery(
    `select count(*)::int as moves, count(distinct entity_id)::int as opportunities from events
     where tenant_id = $1 and name = 'opportunity.stageChanged' and after ->> 'stageId' = $2`,
    [workspace.tenant.id, to.id],
  );
  expect(events).toEqual([{ moves: all, opportunities: all }]);
  const removed = await adminQuery("select data from events where entity_id = $1 and name = 'stage.removed'", [
    many.id,
  ]);
  expect(removed).toMatchObject([{ data: { moved: all } }]);
});

describe("visibility", () => {
  test.each([
    ["everyone", "viewer", ["Nobody's", "Of another", "Of my mate", "Of one below", "Own"]],
    ["team", "manager", ["Nobody's", "Of my mate", "Of one below", "Own"]],
    ["team", "member", ["Nobody's", "Of my mate", "Own"]],
    ["own", "manager", ["Nobody's", "Of my mate", "Of one below", "Own"]],
    ["own", "member", ["Nobody's", "Own"]],
    ["own", "viewer", []],
    ["own", "admin", ["Nobody's", "Of another", "Of my mate", "Of one below", "Own"]],
  ] as const)("%s: a %s sees %j in list and board, by id and in totals", async (level, role, names) => {
    const own = await testWorkspace();
    await bootstrapPipelines(own.system);
    const boss = await own.role("owner");
    const me = await own.join(role);
    const [mate, below, another] = [await own.join("member"), await own.join("member"), await own.join("member")];
    const team = async (parentId: string | null, members: string[]) => {
      const { id } = await boss.db.team.create({
        data: { name: crypto.randomUUID(), nameKey: crypto.randomUUID(), parentId },
        select: { id: true },
      });
      await boss.db.teamMember.createMany({ data: members.map((memberId) => ({ teamId: id, memberId })) });
      return id;
    };
    const upper = await team(null, [me.id, mate.id]);
    const lower = await team(upper, [below.id]);
    const ids: Record<string, string> = {};
    const owners = {
      Own: me.id,
      "Of my mate": mate.id,
      "Of one below": below.id,
      "Of another": another.id,
      "Nobody's": null,
    };
    for (const [name, ownerId] of Object.entries(owners))
      ids[name] = (await createOpportunity(boss, { name, ownerId, amount: { amount: 1, currency: "USD" } })).id;
    const visibility: Record<string, Visibility> = { opportunity: level };
    const ctx = await own.as(me, { visibility });
    const expected: readonly string[] = names;
    const listed = await opportunityOperations.list(ctx, { sort: { field: "name", direction: "asc" } });
    expect(listed.rows.map((row) => row.name)).toEqual(expected);
    expect(listed.total).toBe(expected.length);
    const [lead] = (await getBoard(ctx, {})).columns;
    expect(lead).toMatchObject({ count: expected.length, total: { amount: expected.length } });
    expect(lead?.cards.map((entry) => entry.name).sort()).toEqual(expected);
    for (const [name, id] of Object.entries(ids)) {
      const found = opportunityOperations.get(ctx, { id });
      if (expected.includes(name)) expect((await found).name).toBe(name);
      else await expect(found).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const inTeam = await opportunityOperations.list(boss, { conditions: [{ field: "team", op: "is", value: lower }] });
    expect(inTeam.rows.map((row) => row.name)).toEqual(["Of one below"]);
    const notInTeam = await opportunityOperations.list(boss, {
      conditions: [{ field: "team", op: "isNot", value: upper }],
    });
    expect(notInTeam.rows.map((row) => row.name).sort()).toEqual(["Nobody's", "Of another"]);
  });
});

describe("filters", () => {
  test("narrow list and board alike", async () => {
    const own = await testWorkspace();
    await bootstrapPipelines(own.system);
    const ctx = await own.role("admin");
    const parent = await accountOperations.create(ctx, { name: "Parent" });
    const child = await accountOperations.create(ctx, { name: "Child", parentId: parent.id });
    const [first, second] = (await listPipelines(ctx, {}))[0]?.stages ?? [];
    const usd = (amount: number) => ({ amount, currency: "USD" });
    await createOpportunity(ctx, {
      name: "One",
      accountId: parent.id,
      amount: usd(100),
      expectedCloseDate: "2026-12-01",
    });
    await createOpportunity(ctx, { name: "Two", accountId: child.id, amount: usd(200), leadSource: "referral" });
    await createOpportunity(ctx, {
      name: "Three",
      stageId: second?.id ?? "",
      ownerId: null,
      expectedCloseDate: "2026-12-31",
    });
    const cases: [Condition, string[]][] = [
      [{ field: "stage", op: "is", value: first?.id ?? "" }, ["One", "Two"]],
      [{ field: "status", op: "is", value: "open" }, ["One", "Three", "Two"]],
      [{ field: "owner", op: "is", value: "me" }, ["One", "Two"]],
      [{ field: "owner", op: "empty" }, ["Three"]],
      [{ field: "account", op: "is", value: parent.id }, ["One"]],
      [{ field: "family", op: "is", value: parent.id }, ["One", "Two"]],
      [{ field: "family", op: "isNot", value: child.id }, ["One", "Three"]],
      [{ field: "amount", op: "between", value: [150, 250] }, ["Two"]],
      [{ field: "amount", op: "empty" }, ["Three"]],
      [{ field: "expectedCloseDate", op: "after", value: "2026-12-01" }, ["Three"]],
      [{ field: "expectedCloseDate", op: "atMost", value: "2026-12-01" }, ["One"]],
      [{ field: "leadSource", op: "anyOf", value: ["referral", "event"] }, ["Two"]],
      [{ field: "leadSource", op: "noneOf", value: ["referral"] }, ["One", "Three"]],
      [{ field: "name", op: "startsWith", value: "T" }, ["Three", "Two"]],
      [{ field: "createdAt", op: "atLeast", value: "2020-01-01" }, ["One", "Three", "Two"]],
    ];
    for (const [condition, names] of cases) {
      const conditions = [condition];
      const listed = await opportunityOperations.list(ctx, { conditions, sort: { field: "name", direction: "asc" } });
      expect(
        listed.rows.map((row) => row.name),
        JSON.stringify(condition),
      ).toEqual(names);
      const { columns } = await getBoard(ctx, { conditions });
      expect(columns.flatMap((column) => column.cards.map((entry) => entry.name)).sort()).toEqual(names);
      expect(columns.reduce((all, column) => all + column.count, 0)).toBe(names.length);
    }
    await expect(getBoard(ctx, { conditions: [{ field: "nothing", op: "empty" }] })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "conditions.0.field" }] },
    });
  });
});
