import { beforeAll, expect, test } from "vitest";
import { maxListed } from "@/lib/nouns/family";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { accountOperations } from "../accounts/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { getAccountTotals } from "./totals/operations";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
const accounts: Record<string, string> = {};

beforeAll(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
});

const opportunity = (ctx: Ctx, account: string, type: StageType, amount: number | null, currency = "USD") =>
  createOpportunity(ctx, {
    name: `${account} ${type}`,
    accountId: accounts[account] ?? "",
    stageId: pipeline.stages.find((stage) => stage.type === type)?.id ?? "",
    amount: amount === null ? null : { amount, currency },
    ...(type === "lost" ? { lossReasonId: pipeline.lossReasons[0]?.id ?? "" } : {}),
  });

test("an account's figures are its own opportunities and those below it, never above or beside it", async () => {
  for (const [name, parent] of [
    ["Root"],
    ["Acme", "Root"],
    ["Sub", "Acme"],
    ["Deep", "Sub"],
    ["Beside", "Root"],
  ] as const)
    accounts[name] = (
      await accountOperations.create(admin, { name, ...(parent ? { parentId: accounts[parent] ?? "" } : {}) })
    ).id;
  await opportunity(admin, "Root", "won", 1);
  await opportunity(admin, "Beside", "won", 2);
  await opportunity(admin, "Acme", "won", 10);
  await opportunity(admin, "Sub", "won", 100);
  await opportunity(admin, "Deep", "won", 1000, "EUR");
  await opportunity(admin, "Deep", "open", 55);
  await opportunity(admin, "Sub", "open", null);
  await opportunity(admin, "Acme", "lost", 0);
  const totals = await getAccountTotals(admin, { id: accounts.Acme ?? "" });
  const usd = (amount: number) => ({ amount, currency: "USD" });
  expect(totals).toMatchObject({
    complete: true,
    own: { won: { count: 1, total: usd(10) }, open: { count: 0 }, lost: { count: 1 }, winRate: 50 },
    family: {
      won: {
        count: 3,
        total: usd(110),
        others: [{ currency: "EUR", count: 1, total: { amount: 1000, currency: "EUR" } }],
      },
      // 10 % of 55 is 5.5, half to even.
      open: { count: 2, total: usd(55), weighted: usd(6), others: [] },
      winRate: 75,
    },
  });
  expect(totals.members.map((member) => [member.name, member.depth, member.totals.won.count])).toEqual([
    ["Acme", 0, 1],
    ["Sub", 1, 1],
    ["Deep", 2, 1],
  ]);
});

test("totals leave out hidden records and say so", async () => {
  const seller = await workspace.join("member");
  const own = await workspace.as(seller);
  accounts.Mine = (await accountOperations.create(own, { name: "Mine" })).id;
  accounts.Theirs = (await accountOperations.create(admin, { name: "Theirs", parentId: accounts.Mine })).id;
  await opportunity(own, "Mine", "won", 5);
  const id = accounts.Mine ?? "";
  const limited = await workspace.as(seller, { visibility: { account: "own", opportunity: "own" } });
  // The child account is hidden, but holds nothing yet.
  expect(await getAccountTotals(limited, { id })).toMatchObject({ complete: true, members: [{ name: "Mine" }] });
  await opportunity(admin, "Theirs", "won", 7);
  expect(await getAccountTotals(limited, { id })).toMatchObject({
    complete: false,
    family: { won: { count: 1, total: { amount: 5 } } },
  });
  const opportunitiesOnly = await workspace.as(seller, { visibility: { opportunity: "own" } });
  expect(await getAccountTotals(opportunitiesOnly, { id })).toMatchObject({
    complete: false,
    members: [{ name: "Mine" }, { name: "Theirs", totals: { won: { count: 0 } } }],
  });
  expect(await getAccountTotals(own, { id })).toMatchObject({ complete: true, family: { won: { count: 2 } } });
  await expect(getAccountTotals(limited, { id: accounts.Theirs })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("of a large family all is summed, and those around one account are told", async () => {
  const root = (await accountOperations.create(admin, { name: "Large" })).id;
  await adminQuery(
    `insert into accounts (id, tenant_id, parent_id, name, name_key, updated_at)
     select gen_random_uuid(), $1, $2, n, n, now() from (select 'part ' || lpad(n::text, 3, '0') as n from generate_series(1, 250) n) names`,
    [workspace.tenant.id, root],
  );
  accounts.Part = (await accountOperations.create(admin, { name: "Part z", parentId: root })).id;
  await opportunity(admin, "Part", "won", 70);
  const all = await getAccountTotals(admin, { id: root });
  expect(all).toMatchObject({ complete: true, own: { won: { count: 0 } }, family: { won: { total: { amount: 70 } } } });
  expect(all.members).toHaveLength(maxListed);
  expect(all.members.map((member) => member.id)).not.toContain(accounts.Part);
  const around = await getAccountTotals(admin, { id: root, around: accounts.Part });
  expect(around.members.find((member) => member.id === accounts.Part)?.totals.won.total.amount).toBe(70);
  const events = (await accountOperations.family(admin, { id: accounts.Part })).members.map((member) => member.id);
  expect(around.members.map((member) => member.id)).toEqual(events);
  await expect(getAccountTotals(admin, { id: accounts.Acme ?? "", around: accounts.Part })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const condition = { field: "family", op: "is" as const, value: root };
  expect((await opportunityOperations.list(admin, { conditions: [condition] })).rows).toMatchObject([
    { name: "Part won" },
  ]);
});

test("sums beyond what JSON carries exactly stop there", async () => {
  const [most, largest] = [Number.MAX_SAFE_INTEGER, 1e15];
  accounts.Rich = (await accountOperations.create(admin, { name: "Rich" })).id;
  accounts.Richer = (await accountOperations.create(admin, { name: "Richer", parentId: accounts.Rich })).id;
  for (const account of ["Rich", "Richer"])
    for (let nth = 0; nth < 5; nth++) await opportunity(admin, account, "won", largest);
  expect((await getAccountTotals(admin, { id: accounts.Richer })).own.won.total.amount).toBe(5 * largest);
  expect((await getAccountTotals(admin, { id: accounts.Rich })).family.won.total.amount).toBe(most);
});
