import { beforeAll, describe, expect, test } from "vitest";
import { customName } from "@/lib/fields/custom";
import { permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import type { Ctx } from "@/server/context";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { rest, withKey } from "./tenancy/doors";

let workspace: TestWorkspace;
let owner: TestMember;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  owner = await workspace.join("owner");
  ctx = await workspace.as(owner);
  for (const [name, industry] of [
    ["Alder", "logistics"],
    ["Brook", "energy"],
    ["Cove", "logistics"],
    ["Drift", null],
    ["Elm", "-"],
  ] as const)
    await accountOperations.create(ctx, { name, industry });
  const amounts = [
    { amount: 100, currency: "USD" },
    { amount: 250, currency: "USD" },
    { amount: 70, currency: "EUR" },
    null,
  ];
  for (const [index, amount] of amounts.entries())
    await createOpportunity(ctx, { name: `Opportunity ${index}`, amount, ...(index === 1 ? { ownerId: null } : {}) });
});

describe("the groups of a list", () => {
  test("have the counts of their rows, which the list shows group by group", async () => {
    const groups = await accountOperations.groups(ctx, { group: "industry" });
    expect(new Map(groups.map(({ value, count }) => [value, count]))).toEqual(
      new Map([
        ["logistics", 2],
        ["energy", 1],
        ["-", 1],
        [null, 1],
      ]),
    );
    for (const { value, count } of groups) {
      const { rows, total } = await accountOperations.list(ctx, { within: { field: "industry", value } });
      expect(total).toBe(count);
      expect(rows.map((row) => row.industry)).toEqual(Array.from({ length: count }, () => value));
    }
  });

  test("page within one group, in the order of the list", async () => {
    const asked = {
      within: { field: "industry", value: "logistics" },
      sort: { field: "name", direction: "desc" as const },
      limit: 1,
    };
    const first = await accountOperations.list(ctx, asked);
    const second = await accountOperations.list(ctx, { ...asked, cursor: first.nextCursor ?? "" });
    expect([...first.rows, ...second.rows].map((row) => row.name)).toEqual(["Cove", "Alder"]);
    expect(second.nextCursor).toBeNull();
  });

  test("are refused rather than cut where there are too many values in different currencies", async () => {
    const own = await testWorkspace();
    await bootstrapPipelines(own.system);
    const admin = await own.role("owner");
    const { stageId, pipelineId } = await createOpportunity(admin, { name: "One", ownerId: null });
    await adminQuery(
      `with people as (
         insert into members (id, tenant_id, name, name_key, role, status, updated_at)
         select gen_random_uuid(), $1, 'agent ' || n, 'agent ' || n, 'member', 'placeholder', now() from generate_series(1, 420) n
         returning id)
       insert into opportunities (id, tenant_id, name, name_key, pipeline_id, stage_id, status, rank, owner_id, amount_minor, currency, updated_at)
       select gen_random_uuid(), $1, 'd', 'd', $2, $3, 'open', 'b' || gen_random_uuid(), people.id, 5, c, now()
       from people, unnest(array['USD', 'EUR', 'GBP', 'JPY', 'CHF']) c`,
      [own.tenant.id, pipelineId, stageId],
    );
    await expect(opportunityOperations.groups(admin, { group: "owner" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "group" }] },
    });
    const conditions = [{ field: "currency", op: "anyOf" as const, value: ["EUR", "JPY"] }];
    const groups = await opportunityOperations.groups(admin, { group: "owner", conditions });
    expect([groups.length, groups.every(({ count, sums }) => count === 2 && sums.length === 2)]).toEqual([420, true]);
  });

  test("are named where their value is an id, and summed by currency", async () => {
    const groups = await opportunityOperations.groups(ctx, { group: "owner" });
    expect(groups).toHaveLength(2);
    expect(groups).toEqual(
      expect.arrayContaining([
        { value: null, label: null, placeholder: false, count: 1, sums: [{ amount: 250, currency: "USD" }] },
        {
          value: owner.id,
          label: owner.name,
          placeholder: false,
          count: 3,
          sums: [
            { amount: 70, currency: "EUR" },
            { amount: 100, currency: "USD" },
          ],
        },
      ]),
    );
    expect(await opportunityOperations.groups(ctx, { group: "stage" })).toMatchObject([{ label: "Lead", count: 4 }]);
  });

  test("keep to the filter, and the filter's any does not reach beyond the group", async () => {
    const filter = {
      conditions: [
        { field: "amount", op: "empty" as const },
        { field: "amount", op: "atLeast" as const, value: 200 },
      ],
      match: "any" as const,
    };
    const groups = await opportunityOperations.groups(ctx, { ...filter, group: "owner" });
    expect(groups.map(({ value, count }) => [value, count]).sort()).toEqual(
      [
        [null, 1],
        [owner.id, 1],
      ].sort(),
    );
    const { rows } = await opportunityOperations.list(ctx, { ...filter, within: { field: "owner", value: owner.id } });
    expect(rows.map((row) => row.name)).toEqual(["Opportunity 3"]);
  });

  test("count only what the member may see", async () => {
    const own = await workspace.as(await workspace.join("member"), {
      visibility: { account: "own", opportunity: "own" },
    });
    expect(await accountOperations.groups(own, { group: "industry" })).toEqual([]);
    // Everyone sees an opportunity without an owner.
    expect(await opportunityOperations.groups(own, { group: "stage" })).toMatchObject([{ count: 1 }]);
    const elsewhere = await (await testWorkspace()).role("owner");
    expect(await accountOperations.groups(elsewhere, { group: "industry" })).toEqual([]);
  });

  test("by records that the member may not see are one group, with one sum a currency", async () => {
    const elsewhere = await testWorkspace();
    await bootstrapPipelines(elsewhere.system);
    const given = { entity: "opportunity", kind: "reference", label: "Partner", settings: { to: "account" } } as const;
    const { key } = await createCustomField(await elsewhere.role("admin"), given);
    const admin = await later(await elsewhere.role("admin"));
    const seller = await elsewhere.join("member");
    for (const [name, amount, currency] of [
      ["Fir", 10, "USD"],
      ["Gale", 20, "USD"],
      ["Hill", 40, "EUR"],
    ] as const) {
      const { id: partner } = await accountOperations.create(admin, { name });
      const money = { amount, currency };
      await createOpportunity(admin, { name, ownerId: seller.id, amount: money, custom: { [key]: partner } });
    }
    const visibility = { account: "own", opportunity: "own" } as const;
    const own = await later(await elsewhere.as(seller, { visibility }));
    const groups = await opportunityOperations.groups(own, { group: customName(key) });
    expect(groups).toMatchObject([{ value: null, label: null, count: 3 }]);
    expect(groups[0]?.sums.toSorted((a, b) => a.amount - b.amount)).toEqual([
      { amount: 30, currency: "USD" },
      { amount: 40, currency: "EUR" },
    ]);
  });

  test.each(["name", "nothing", "toString", "product"])("by %s are refused", async (group) => {
    await expect(opportunityOperations.groups(ctx, { group })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "group" }] },
    });
    await expect(opportunityOperations.list(ctx, { within: { field: group, value: null } })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "within.field" }] },
    });
  });

  test("of more values than anybody reads are refused", async () => {
    const crowded = await testWorkspace();
    const many = await crowded.role("owner");
    await many.db.account.createMany({
      data: Array.from({ length: 501 }, (_, index) => ({
        tenantId: crowded.tenant.id,
        name: `Account ${index}`,
        nameKey: `account ${index}`,
        industry: `Industry ${index}`,
      })),
    });
    await expect(accountOperations.groups(many, { group: "industry" })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await accountOperations.groups(many, { group: "type" })).toMatchObject([{ count: 501 }]);
  });

  test("one group is a question of REST too", async () => {
    const headers = await withKey(workspace.tenant.id, owner, [...permissions]);
    const within = JSON.stringify({ field: "industry", value: null });
    const answer = await rest("GET", `/accounts?${new URLSearchParams({ within })}`, headers);
    expect(answer.body).toMatchObject({ data: [{ name: "Drift" }], meta: { total: 1 } });
  });
});
