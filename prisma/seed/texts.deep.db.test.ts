import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { testWorkspace } from "@/test/ctx";
import { bringTexts, demoTexts } from "./texts";

test("records without a text get one, and keep their version and a text of their own", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const empty = await accountOperations.create(owner, { name: "Hill and Sons" });
  const own = await accountOperations.create(owner, { name: "Field Works", description: "Their own" });
  await bringTexts(owner);
  const given = await accountOperations.get(owner, { id: empty.id });
  expect(demoTexts.accounts).toContainEqual(given.description?.doc);
  expect(given.version).toBe(empty.version);
  expect((await accountOperations.get(owner, { id: own.id })).description?.text).toBe("Their own");
});
