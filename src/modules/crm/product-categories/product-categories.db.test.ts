import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { productCategoryOperations } from "./operations";

test("a product category is found by its list, and keeps its version when nothing changes", async () => {
  const ctx = await (await testWorkspace()).role("owner");
  const { ids } = await fillWorkspace(ctx, new Set(["productCategory"]));
  const id = ids.productCategory ?? "";
  const found = await productCategoryOperations.get(ctx, { id });
  expect((await productCategoryOperations.list(ctx, {})).rows.map((row) => row.id)).toEqual([id]);
  const same = await productCategoryOperations.update(ctx, { id, version: found.version, name: found.name });
  expect(same.version).toBe(found.version);
});
