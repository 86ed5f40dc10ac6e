import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { FilterInput } from "@/lib/list";
import type { ListOperator } from "@/lib/list-filter";
import { permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { getBoard, getPipelineTotals } from "@/modules/crm/opportunities/board/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { productOperations } from "@/modules/crm/products/operations";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { pickMembers } from "@/modules/platform/identity/members/operations/list";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "./ctx";
import { rest, withKey } from "./tenancy/doors";

let workspace: TestWorkspace;
let ctx: Ctx;
let headers: Record<string, string>;
beforeAll(async () => {
  workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const owner = await workspace.join("owner");
  ctx = await workspace.as(owner);
  headers = await withKey(workspace.tenant.id, owner, [...permissions]);
  const opportunity = (name: string, amount: number | null, ownerId?: null) =>
    createOpportunity(ctx, {
      name,
      amount: amount === null ? null : { amount, currency: "USD" },
      ...(ownerId === null ? { ownerId } : {}),
    });
  await opportunity("Crane", 30_000);
  await opportunity("Survey", 500);
  await opportunity("Winch", null, null);
});

const large = { field: "amount", op: "atLeast", value: 10_000 } as const;
const small = { field: "amount", op: "atMost", value: 1_000 } as const;
const ownerless = { field: "owner", op: "empty" } as const;
const named = (value: string) => ({ field: "name", op: "contains", value }) as const;

const filters: { says: string; filter: FilterInput; finds: string[] }[] = [
  {
    says: "any of a group",
    filter: { groups: [{ match: "any", conditions: [large, ownerless] }] },
    finds: ["Crane", "Winch"],
  },
  {
    says: "all of a group",
    filter: { groups: [{ match: "all", conditions: [small, named("u")] }] },
    finds: ["Survey"],
  },
  {
    says: "a group beside a condition",
    filter: { conditions: [named("r")], groups: [{ match: "any", conditions: [large, ownerless] }] },
    finds: ["Crane"],
  },
  {
    says: "any of a condition and a group",
    filter: { conditions: [ownerless], groups: [{ match: "all", conditions: [small, named("u")] }], match: "any" },
    finds: ["Survey", "Winch"],
  },
  {
    says: "any of several conditions",
    filter: { conditions: [large, small], match: "any" },
    finds: ["Crane", "Survey"],
  },
  {
    says: "the search, whatever may hold",
    filter: { conditions: [large, small], match: "any", q: "sur" },
    finds: ["Survey"],
  },
  { says: "nothing at all", filter: { match: "any" }, finds: ["Crane", "Survey", "Winch"] },
];

test("text that is not folded is found in either case, by the list and by its count", async () => {
  const own = await (await testWorkspace()).role("owner");
  await accountOperations.create(own, { name: "One", industry: "Medical Devices", phone: "100% Ext" });
  await accountOperations.create(own, { name: "Two", industry: "MEDICAL supplies", phone: "1005 ext" });
  const found = async (field: string, op: "contains" | "startsWith", value: string) => {
    const { rows, total } = await accountOperations.list(own, { conditions: [{ field, op, value }], limit: 1 });
    return [rows[0]?.name, total];
  };
  expect(await found("industry", "contains", "DEV")).toEqual(["One", 1]);
  expect(await found("industry", "startsWith", "medical")).toEqual([expect.any(String), 2]);
  expect(await found("industry", "startsWith", "supplies")).toEqual([undefined, 0]);
  expect(await found("phone", "contains", "00% ext")).toEqual(["One", 1]);
});

describe("a filter with groups", () => {
  test.each(filters)("$says: list, board, totals and REST agree", async ({ filter, finds }) => {
    const byName = { ...filter, sort: { field: "name", direction: "asc" as const } };
    const listed = await opportunityOperations.list(ctx, byName);
    expect(listed.rows.map((row) => row.name)).toEqual(finds);
    const board = await getBoard(ctx, filter);
    expect(board.columns.flatMap((column) => column.cards.map((card) => card.name)).sort()).toEqual(finds);
    const { stages } = await getPipelineTotals(ctx, filter);
    expect(stages.reduce((all, stage) => all + stage.count, 0)).toBe(finds.length);

    const search = new URLSearchParams(
      Object.entries(byName).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
    const answer = await rest("GET", `/opportunities?${search}`, headers);
    expect(answer.status, answer.message).toBe(200);
    expect((answer.body.data as { name: string }[]).map((row) => row.name)).toEqual(finds);
  });

  test("a field with a time takes points in time to the millisecond, in any zone", async () => {
    const { id, updatedAt } = await accountOperations.create(ctx, { name: "Timed" });
    const at = new Date(updatedAt);
    const beside = (ms: number) => new Date(at.getTime() + ms).toISOString();
    const elsewhere = `${beside(7_200_000).slice(0, -1)}+02:00`;
    const found = async (op: ListOperator, value: string | string[]) => {
      const conditions = [{ field: "updatedAt", op, value }, named("Timed")];
      return (await accountOperations.list(ctx, { conditions })).rows.map((row) => row.id);
    };
    const asked = [
      ["is", updatedAt, true],
      ["is", elsewhere, true],
      ["is", beside(1), false],
      ["after", updatedAt, false],
      ["after", beside(-1), true],
      ["atLeast", updatedAt, true],
      ["atLeast", beside(1), false],
      ["before", updatedAt, false],
      ["before", beside(1), true],
      ["atMost", updatedAt, true],
      ["atMost", beside(-1), false],
      ["between", [beside(-1), elsewhere], true],
      ["between", [beside(1), beside(2)], false],
    ] as const;
    for (const [op, value, finds] of asked)
      expect([op, value, await found(op, value as string)]).toEqual([op, value, finds ? [id] : []]);
    for (const value of ["2026-11-30T25:00:00Z", "2026-11-30T09:00:00", "0000-01-01T00:00:00Z"])
      await expect(found("after", value)).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path: "conditions.0.value", message: expect.stringContaining("Enter a time") }] },
      });
  });

  test("wrong filters are refused with their path", async () => {
    const group = { match: "any" as const, conditions: [large, { field: "nothing", op: "empty" as const }] };
    await expect(opportunityOperations.list(ctx, { groups: [group] })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "groups.0.conditions.1.field" }] },
    });
    for (const value of [" ", true, "a lot"])
      await expect(opportunityOperations.list(ctx, { conditions: [{ ...large, value }] })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path: "conditions.0.value", message: "Enter a number." }] },
      });
    const deeper = [{ match: "any", conditions: [{ match: "all", conditions: [large] }] }];
    const many = Array.from({ length: 6 }, () => ({ match: "any", conditions: [large] }));
    for (const [groups, path] of [
      [deeper, "groups.0.conditions.0.match"],
      [many, "groups"],
    ] as const) {
      const answer = await rest(
        "GET",
        `/opportunities?${new URLSearchParams({ groups: JSON.stringify(groups) })}`,
        headers,
      );
      expect(answer).toMatchObject({ status: 422, code: "VALIDATION" });
      expect(answer.details?.fields?.map((field) => field.path)).toContain(path);
    }
  });
});

describe("the names of picked values", () => {
  test("are told for given ids, whatever their state, and not for another workspace's", async () => {
    const account = await accountOperations.create(ctx, { name: "Alder Ports" });
    await accountOperations.archive(ctx, { id: account.id, version: account.version });
    const product = await productOperations.create(ctx, { name: "Winch" });
    await productOperations.archive(ctx, { id: product.id, version: product.version });
    const member = await workspace.join("member");
    await removeMember(ctx, { id: member.id, version: 1 });
    const ids = [account.id, product.id, member.id, randomUUID()];
    const stranger = await (await testWorkspace()).role("owner");
    for (const [pick, id] of [
      [accountOperations.pick, account.id],
      [productOperations.pick, product.id],
      [pickMembers, member.id],
    ] as const) {
      expect((await pick(ctx, { ids })).map((row) => row.id)).toEqual([id]);
      expect(await pick(stranger, { ids })).toEqual([]);
      expect(await pick(ctx, { ids: [] })).toEqual([]);
    }
    expect((await accountOperations.pick(ctx, {})).map((row) => row.id)).not.toContain(account.id);
  });

  test("are not told for what the member may not see", async () => {
    const account = await accountOperations.create(ctx, { name: "Hidden Harbour" });
    const own = await workspace.as(await workspace.join("member"), { visibility: { account: "own" } });
    expect(await accountOperations.pick(own, { ids: [account.id] })).toEqual([]);
  });
});
