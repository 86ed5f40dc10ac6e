import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { productOperations } from "./operations";

test("an edit that repeats what is there keeps the version and writes no event", async () => {
  const ctx = await (await testWorkspace()).role("admin");
  const given = { name: "Still", sku: "ST-1", price: { amount: 500, currency: "USD" } };
  const { id, version } = await productOperations.create(ctx, given);
  expect((await productOperations.update(ctx, { id, version, ...given })).version).toBe(version);
  const events = await adminQuery("select name from events where entity_id = $1", [id]);
  expect(events).toEqual([{ name: "product.created" }]);
});
