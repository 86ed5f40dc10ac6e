import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { dealWorkspace } from "@/test/deals";
import { createAccount } from "../accounts/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { createOpportunity } from "./operations/create";
import { getAccountTotals } from "./totals/operations";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
const accounts: Record<string, string> = {};

beforeAll(async () => {
  ({ workspace, admin, pipeline } = await dealWorkspace());
});

const deal = (ctx: Ctx, account: string, type: StageType, amount: number | null, currency = "USD") =>
  createOpportunity(ctx, {
    name: `${account} ${type}`,
    accountId: accounts[account] ?? "",
    stageId: pipeline.stages.find((stage) => stage.type === type)?.id ?? "",
    amount: amount === null ? null : { amount, currency },
    ...(type === "lost" ? { lossReasonId: pipeline.lossReasons[0]?.id ?? "" } : {}),
  });

test("an account's figures are its own deals and those below it, never above or beside it", async () => {
  for (const [name, parent] of [
    ["Root"],
    ["Acme", "Root"],
    ["Sub", "Acme"],
    ["Deep", "Sub"],
    ["Beside", "Root"],
  ] as const)
    accounts[name] = (await createAccount(admin, { name, ...(parent ? { parentId: accounts[parent] ?? "" } : {}) })).id;
  await deal(admin, "Root", "won", 1);
  await deal(admin, "Beside", "won", 2);
  await deal(admin, "Acme", "won", 10);
  await deal(admin, "Sub", "won", 100);
  await deal(admin, "Deep", "won", 1000, "EUR");
  await deal(admin, "Deep", "open", 55);
  await deal(admin, "Sub", "open", null);
  await deal(admin, "Acme", "lost", 0);
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

test("what one may not see is left out, and said", async () => {
  const seller = await workspace.join("member");
  const own = await workspace.as(seller);
  accounts.Mine = (await createAccount(own, { name: "Mine" })).id;
  accounts.Theirs = (await createAccount(admin, { name: "Theirs", parentId: accounts.Mine })).id;
  await deal(own, "Mine", "won", 5);
  const id = accounts.Mine ?? "";
  const limited = await workspace.as(seller, { visibility: { account: "own", opportunity: "own" } });
  // The child account is hidden, but holds nothing yet.
  expect(await getAccountTotals(limited, { id })).toMatchObject({ complete: true, members: [{ name: "Mine" }] });
  await deal(admin, "Theirs", "won", 7);
  expect(await getAccountTotals(limited, { id })).toMatchObject({
    complete: false,
    family: { won: { count: 1, total: { amount: 5 } } },
  });
  const dealsOnly = await workspace.as(seller, { visibility: { opportunity: "own" } });
  expect(await getAccountTotals(dealsOnly, { id })).toMatchObject({
    complete: false,
    members: [{ name: "Mine" }, { name: "Theirs", totals: { won: { count: 0 } } }],
  });
  expect(await getAccountTotals(own, { id })).toMatchObject({ complete: true, family: { won: { count: 2 } } });
  await expect(getAccountTotals(limited, { id: accounts.Theirs })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
