import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { opportunityWorkspace } from "@/test/opportunities";
import { listTimeline } from "./operations/timeline";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;

beforeAll(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
});

const stage = (name: string) => pipeline.stages.find((entry) => entry.name === name)?.id ?? "missing";

test("tells what happened to an opportunity in words: names instead of ids, money with its currency, one line for a win", async () => {
  const colleague = await workspace.join("member");
  const account = await accountOperations.create(admin, { name: "Kan-code" });
  const opportunity = await createOpportunity(admin, { name: "Told", amount: { amount: 5_00, currency: "EUR" } });
  await opportunityOperations.update(admin, {
    id: opportunity.id,
    version: 1,
    ownerId: colleague.id,
    accountId: account.id,
    amount: { amount: 7_00, currency: "EUR" },
    expectedCloseDate: "2026-12-24",
    leadSource: "social_media",
  });
  await moveOpportunity(admin, { id: opportunity.id, stageId: stage("Proposal") });
  const other = await createOpportunity(admin, { name: "Above", stageId: stage("Proposal") });
  await moveOpportunity(admin, { id: opportunity.id, stageId: stage("Proposal"), before: other.id });
  await moveOpportunity(admin, { id: opportunity.id, stageId: stage("Closed Won"), actualCloseDate: "2026-12-01" });
  const { rows, nextCursor } = await listTimeline(admin, { entity: "opportunity", id: opportunity.id });
  expect(nextCursor).toBeNull();
  expect(rows.map((row) => [row.name, row.verb, row.icon])).toEqual([
    ["opportunity.won", "won", "won"],
    ["opportunity.stageChanged", "moved", "move"],
    ["opportunity.updated", "changed", "edit"],
    ["opportunity.created", "created", "create"],
  ]);
  const [won, moved, changed, created] = rows;
  expect(created?.actor).toEqual({ id: admin.member?.id, name: admin.member?.name, via: "app" });
  expect(changed?.title).toBe("Told");
  const changes = new Map(changed?.changes.map((change) => [change.field, [change.before, change.after]]));
  expect(Object.fromEntries(changes)).toEqual({
    owner: [admin.member?.name, colleague.name],
    account: [null, "Kan-code"],
    amount: [
      { amount: 500, currency: "EUR" },
      { amount: 700, currency: "EUR" },
    ],
    expectedCloseDate: [null, "2026-12-24"],
    leadSource: [null, "Social media"],
  });
  expect(moved?.changes).toMatchObject([{ field: "stage", label: "Stage", before: "Lead", after: "Proposal" }]);
  expect(won?.changes).toMatchObject([
    { field: "stage", before: "Proposal", after: "Closed Won" },
    { field: "actualCloseDate", before: null, after: "2026-12-01" },
  ]);
});

test("an account tells what happened to its opportunities then, and a family also what happened below", async () => {
  const parent = await accountOperations.create(admin, { name: "Parent" });
  const child = await accountOperations.create(admin, { name: "Child", parentId: parent.id });
  const first = await createOpportunity(admin, { name: "Moving on", accountId: child.id });
  await opportunityOperations.update(admin, { id: first.id, version: 1, accountId: parent.id });
  await moveOpportunity(admin, { id: first.id, stageId: stage("Qualified") });
  await accountOperations.update(admin, { id: child.id, version: 1, industry: "Energy" });
  const described = async (id: string, family?: boolean) =>
    (await listTimeline(admin, { entity: "account", id, ...(family ? { family } : {}) })).rows.map(
      (row) => `${row.verb} ${row.title}`,
    );
  expect(await described(parent.id)).toEqual([
    "changed Child",
    "moved Moving on",
    "changed Moving on",
    "created Child",
    "created Parent",
  ]);
  expect(await described(child.id)).toEqual([
    "changed Child",
    "changed Moving on",
    "created Moving on",
    "created Child",
  ]);
  expect(await described(parent.id, true)).toEqual([
    "changed Child",
    "moved Moving on",
    "changed Moving on",
    "created Moving on",
    "created Child",
    "created Parent",
  ]);
});

describe("hidden records", () => {
  test("is not told, also after it was deleted; a page goes on past it", async () => {
    const seller = await workspace.join("member");
    const account = await accountOperations.create(admin, { name: "Shared" });
    for (let index = 0; index < 12; index++)
      await createOpportunity(admin, { name: `Hidden ${index}`, accountId: account.id });
    const gone = await createOpportunity(admin, { name: "Gone", accountId: account.id });
    await opportunityOperations.delete(admin, { id: gone.id, version: 1 });
    const mine = await createOpportunity(admin, { name: "Seen", accountId: account.id, ownerId: seller.id });
    for (let index = 0; index < 9; index++)
      await createOpportunity(admin, { name: `Later ${index}`, accountId: account.id });
    const limited = await workspace.as(seller, { visibility: { opportunity: "own" } });
    const seen = await listTimeline(limited, { entity: "account", id: account.id, limit: 2 });
    expect(seen.rows.map((row) => row.title)).toEqual(["Seen", "Shared"]);
    expect(seen.nextCursor).toBeNull();
    const all = await listTimeline(await workspace.as(seller), { entity: "account", id: account.id, limit: 100 });
    expect(all.rows.map((row) => `${row.verb} ${row.title}`)).toContain("deleted Gone");
    expect(all.rows).toHaveLength(24);
    await expect(
      listTimeline(limited, { entity: "opportunity", id: (await createOpportunity(admin, { name: "Not mine" })).id }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listTimeline(limited, { entity: "opportunity", id: mine.id })).rows).toHaveLength(1);
  });

  test("and what does not exist is not found", async () => {
    for (const [entity, id] of [
      ["opportunity", "nothing"],
      ["secret", crypto.randomUUID()],
      ["account", crypto.randomUUID()],
    ] as const)
      await expect(listTimeline(admin, { entity, id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("pages give every event once, newest first", async () => {
  const opportunity = await createOpportunity(admin, { name: "Paged" });
  // Edits of one person would be one entry.
  const writers = [admin, await workspace.role("admin")];
  for (let index = 0; index < 23; index++)
    await opportunityOperations.update(writers[index % 2] as Ctx, {
      ...{ id: opportunity.id, version: index + 1, description: `Text ${index}` },
    });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTimeline(admin, {
      entity: "opportunity",
      id: opportunity.id,
      limit: 5,
      ...(cursor ? { cursor } : {}),
    });
    seen.push(...page.rows.map((row) => row.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(24);
  expect(seen).toEqual([...seen].sort().reverse());
  const old = { event: null, past: { at: "0000-01-01T00:00:00Z", id: opportunity.id } };
  for (const cursor of ["junk", Buffer.from(JSON.stringify(old)).toString("base64url")])
    await expect(listTimeline(admin, { entity: "opportunity", id: opportunity.id, cursor })).rejects.toMatchObject({
      code: "VALIDATION",
    });
});
