// @module-tag once

import "@/registry/operations";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { addOpportunityLine } from "@/modules/crm/opportunities/lines/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { productOperations } from "@/modules/crm/products/operations";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { later } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";

const { create, get, update } = accountOperations;
const usd = (amount: number) => ({ amount, currency: "USD" });

/** Starts an act once another one has written, and lets that commit once the act waits for it; returns the act's result. */
async function overtakenBy<T>(ctx: Ctx, write: (inner: Ctx) => Promise<unknown>, act: () => Promise<T>) {
  const [written, waits] = [signal(), signal()];
  const first = inTransaction(ctx, async (inner) => {
    await write(inner);
    written.give();
    await waits.given;
  });
  await Promise.race([written.given, first]);
  const second = Promise.allSettled([act()]);
  await expect.poll(howManyWait).toBeGreaterThan(0);
  waits.give();
  await first;
  return (await second)[0];
}

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

const eventsOf = async (id: string) =>
  await adminQuery<{ version: number; before: object; after: object }>(
    "select entity_version as version, before, after from events where entity_id = $1 and entity_version > 1 order by id",
    [id],
  );

test("an edit that read before another one of the same field committed is a conflict, and changes nothing", async () => {
  const ctx = await later((await opportunityWorkspace()).admin);
  const { id } = await create(ctx, { name: "Alder", industry: "retail" });
  const result = await overtakenBy(
    ctx,
    (inner) => update(inner, { id, version: 1, industry: "media" }),
    () => update(ctx, { id, version: 1, industry: "energy" }),
  );
  expect(result).toMatchObject({ status: "rejected", reason: { code: "CONFLICT" } });
  expect(await get(ctx, { id })).toMatchObject({ industry: "media", version: 2 });
  expect(await eventsOf(id)).toEqual([{ version: 2, before: { industry: "retail" }, after: { industry: "media" } }]);
});

test("an edit of another field goes on from what was committed meanwhile, and its event says so", async () => {
  const ctx = await later((await opportunityWorkspace()).admin);
  const { id } = await create(ctx, { name: "Alder", industry: "retail" });
  const result = await overtakenBy(
    ctx,
    (inner) => update(inner, { id, version: 1, industry: "media" }),
    () => update(ctx, { id, version: 1, employees: 7 }),
  );
  expect(result).toMatchObject({ status: "fulfilled", value: { industry: "media", employees: 7, version: 3 } });
  expect(await eventsOf(id)).toMatchObject([
    { version: 2, after: { industry: "media" } },
    { version: 3, before: { employees: null }, after: { employees: 7 } },
  ]);
});

test("a line that comes in while the value starts to follow lines counts in it", async () => {
  const ctx = await later((await opportunityWorkspace()).admin);
  const { id: productId } = await productOperations.create(ctx, { name: "Hours", price: usd(100) });
  const { id } = await createOpportunity(ctx, { name: "Harbour crane", amount: usd(500) });
  const result = await overtakenBy(
    ctx,
    (inner) => opportunityOperations.update(inner, { id, version: 1, valueFromLines: true }),
    () => addOpportunityLine(ctx, { id, version: 1, productId, quantity: 2 }),
  );
  expect(result).toMatchObject({ status: "fulfilled", value: { version: 3 } });
  expect(await opportunityOperations.get(ctx, { id })).toMatchObject({ amount: usd(200), version: 3 });
});

test("a value that starts to follow lines has the line that was committed meanwhile", async () => {
  const ctx = await later((await opportunityWorkspace()).admin);
  const { id: productId } = await productOperations.create(ctx, { name: "Hours", price: usd(100) });
  const { id } = await createOpportunity(ctx, { name: "Harbour crane", amount: usd(500) });
  const result = await overtakenBy(
    ctx,
    (inner) => addOpportunityLine(inner, { id, version: 1, productId, quantity: 2 }),
    () => opportunityOperations.update(ctx, { id, version: 1, valueFromLines: true }),
  );
  expect(result).toMatchObject({ status: "fulfilled", value: { amount: usd(200), version: 3 } });
});
