// @module-tag once

import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { relayOnce } from "@/server/outbox/relay";
import { record } from "@/server/usage/record";
import { testWorkspace } from "@/test/ctx";
import { servedJobs } from "@/test/served-jobs";
import { tendUsage } from "../jobs";
import { createBudget, updateBudget } from "./operations/budgets";

const { consumer } = servedJobs(tendUsage);

test("a budget that is lowered below what is spent alerts at once, without more use", async () => {
  const owner = await (await testWorkspace({ plan: "trial" })).role("owner");
  const { id, version } = await createBudget(owner, {
    scope: "workspace",
    amount: { amount: 50_000, currency: "USD" },
  });
  await record(owner, [
    { meter: "emailsSent", quantity: 1_250, key: randomUUID(), at: new Date(), source: "test", memberId: undefined },
  ]);
  const alerts = async () => {
    while (await relayOnce(consumer));
    return (await owner.db.budgetAlert.findMany({ where: { budgetId: id } })).map(({ threshold }) => threshold).sort();
  };
  expect(await alerts()).toEqual([]);
  await updateBudget(owner, { id, version, amount: { amount: 120, currency: "USD" } });
  await expect.poll(alerts).toEqual([50, 80]);
});
